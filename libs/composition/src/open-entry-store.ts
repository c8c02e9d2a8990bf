import { openEntries } from '@sluice/aws';
import type { EntryStore } from '@sluice/cache';
import type { LocalCloud } from '@sluice/local-cloud';
import type { Settings } from '@sluice/release';
import { localBucket } from './local-bucket';
import { localFolderOf } from './open-backend';
import { Opened } from './opened';

export interface OpenedEntryStore {
  store: EntryStore;
  close(): Promise<void>;
}

/**
 * Where the settings keep the entries of the cache: in the bucket of the app, or in the local cloud.
 * @param announceAs name under which whoever is told it finds the local cloud while it is open here
 */
export async function openEntryStore(
  settings: Settings,
  root: string,
  announceAs?: string,
): Promise<OpenedEntryStore> {
  const { bucket, region } = settings;
  const opened = new Opened();
  const close = () => opened.close();
  if (bucket !== undefined) return { store: opened.note(openEntries({ bucket, region })), close };
  const { connectLocalBucket } = await import('./connect-local-bucket');
  const folder = localFolderOf(settings, root);
  const cloud = opened.note(await connectLocalBucket({ folder, announceAs }));
  return { store: opened.note(openLocalEntries(cloud)), close };
}

/** The entries of a local cloud that is open. */
export function openLocalEntries({
  endpoint,
  region,
  accessKeyId,
  secretAccessKey,
}: Pick<LocalCloud, 'endpoint' | 'region' | 'accessKeyId' | 'secretAccessKey'>) {
  const credentials = { accessKeyId, secretAccessKey };
  return openEntries({ bucket: localBucket, region, endpoint, credentials });
}
