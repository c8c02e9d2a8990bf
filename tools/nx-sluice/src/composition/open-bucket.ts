import './quiet-sdk';
import { join, resolve } from 'node:path';
import { openBucket, openEventRules, openPipelines, openStacks, type BucketAddress } from '@sluice/aws';
import { connectLocalCloud, ensureBucket } from '@sluice/local-cloud';
import {
  splitBucket,
  splitPipelines,
  splitRules,
  splitStacks,
  type EventRules,
  type PaceLimits,
  type Pipelines,
  type ReleaseBucket,
  type Settings,
  type Stacks,
} from '@sluice/release';
import { interruptible } from '../terminal/watch/interruption';
import { cachingVersions } from './caching-bucket';
import { VersionCache } from './version-cache';

/** The bucket's name in the embedded cloud, where nobody else could have taken it. */
export const localBucket = 'sluice-local';

/** Git-ignored, at the root of the workspace. */
export const localFolder = '.sluice';

export interface OpenedBucket {
  bucket: ReleaseBucket;
  /** Those beside the bucket. */
  pipelines: Pipelines;
  /** What starts them; absent: they start by themselves. */
  rules?: EventRules;
  /** What deploys them; absent where an endpoint is set that is not AWS. */
  stacks?: Stacks;
  /** How often the pipelines may be asked; absent: as AWS bears it. */
  pace?: PaceLimits;
  close(): Promise<void>;
}

/** A server of one's own bears more questions, and its deployments take seconds. */
const localPace: PaceLimits = { shortest: 200, longest: 1_000 };

const whereLocalPipelinesRun = {
  noPipelines:
    'On this machine the pipelines run while `npm start` does: start it, and it deploys what the tag names.',
  otherPipelines:
    '`npm start` runs the pipelines that sluice.json named when it was started: restart it, and it deploys what the tag names.',
};

/** Whether the SDK's own variables name servers that are not AWS. */
function isElsewhere(env: NodeJS.ProcessEnv): boolean {
  return Object.entries(env).some(([name, value]) => name.startsWith('AWS_ENDPOINT_URL') && Boolean(value));
}

/** What is opened, and closed the other way round. */
class Opened {
  private readonly closers: (() => Promise<void> | void)[] = [];

  note<T extends { close(): Promise<void> | void }>(port: T): T {
    this.closers.unshift(() => port.close());
    return port;
  }

  first(work: () => Promise<void>): void {
    this.closers.unshift(work);
  }

  async close(): Promise<void> {
    for (const close of this.closers) await close();
  }
}

/**
 * The bucket that the settings name or, where they name none, the embedded local cloud's; and its pipelines. Environments
 * with a bucket of their own are part of it.
 */
export async function openConfiguredBucket(settings: Settings, root: string): Promise<OpenedBucket> {
  if (settings.bucket !== undefined) {
    const opened = new Opened();
    const { region } = settings;
    const cacheFolder = join(root, 'node_modules/.cache/sluice');
    const open = (address: BucketAddress) => opened.note(openBucket({ ...address, interruptible }));
    const split = splitBucket(settings, open({ bucket: settings.bucket, region }), open);
    const { bucket, save } = withCache(split, cacheFolder);
    opened.first(save);
    const pipelines = splitPipelines(settings, opened.note(openPipelines({ region })), (place) =>
      opened.note(openPipelines(place)),
    );
    const rules = splitRules(settings, opened.note(openEventRules({ region })), (place) =>
      opened.note(openEventRules(place)),
    );
    const stacks = isElsewhere(process.env)
      ? undefined
      : splitStacks(settings, opened.note(openStacks({ region })), (place) => opened.note(openStacks(place)));
    return { bucket, pipelines, rules, stacks, close: () => opened.close() };
  }
  const folder = resolve(root, settings.localCloud ?? localFolder);
  const cloud = await connectLocalCloud({ folder });
  await ensureBucket(cloud, localBucket);
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const address = { region, endpoint, credentials: { accessKeyId, secretAccessKey } };
  // It is gone with its cloud.
  const own = openBucket({ bucket: localBucket, ...address, interruptible });
  const { bucket, save } = withCache(own, join(folder, 'cache'));
  const pipelines = openPipelines({ ...address, whenMissing: whereLocalPipelinesRun });
  return {
    bucket,
    pipelines,
    pace: localPace,
    close: async () => {
      await save();
      own.close();
      pipelines.close();
      await cloud.close();
    },
  };
}

/** What is read of versions is kept in this folder, unless SLUICE_SKIP_CACHE says not to. */
function withCache(bucket: ReleaseBucket, folder: string): { bucket: ReleaseBucket; save(): Promise<void> } {
  if (process.env.SLUICE_SKIP_CACHE === 'true') return { bucket, save: async () => undefined };
  const cache = new VersionCache(join(folder, 'versions.json'));
  return { bucket: cachingVersions(bucket, cache), save: () => cache.save() };
}
