import { openAws } from '@sluice/composition';
import type { Settings } from '@sluice/release';
import { Console } from './console';
import { frequencyOf } from './frequency';

export interface Connection {
  settings: Settings;
  /** Absolute path of a clone of the repository; absent: there is none. */
  workspace?: string;
  /** Told of every request to the bucket, by its name in S3's API. */
  onRequest(operation: string): void;
  onFailure(error: unknown): void;
}

/** The console of the bucket that the settings name, and of the pipelines in its region; nothing without a bucket. */
export function connect({ settings, workspace, onRequest, onFailure }: Connection): Console | undefined {
  const { bucket } = settings;
  if (bucket === undefined) return undefined;
  const ports = openAws({ ...settings, bucket }, workspace, { onRequest });
  return new Console({ settings, ports, ...frequencyOf(ports.pace), onFailure });
}
