import './quiet-sdk';
import { join, resolve } from 'node:path';
import {
  openBucket,
  openEventRules,
  openPipelines,
  openStacks,
  type CodePipelines,
  type LazyRules,
  type LazyStacks,
  type S3Bucket,
} from '@sluice/aws';
import { connectLocalCloud, ensureBucket } from '@sluice/local-cloud';
import type { PaceLimits, Settings } from '@sluice/release';
import { interruptible } from '../terminal/watch/interruption';
import { cachingVersions } from './caching-bucket';
import { VersionCache } from './version-cache';

/** The bucket's name in the embedded cloud, where nobody else could have taken it. */
export const localBucket = 'sluice-local';

/** Git-ignored, at the root of the workspace. */
export const localFolder = '.sluice';

export interface OpenedBucket {
  bucket: S3Bucket;
  /** Those beside the bucket. */
  pipelines: CodePipelines;
  /** What starts them; absent: they start by themselves. */
  rules?: LazyRules;
  /** What deploys them; absent where an endpoint is set that is not AWS. */
  stacks?: LazyStacks;
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

/** The bucket that the settings name or, where they name none, the embedded local cloud's; and its pipelines. */
export async function openConfiguredBucket(settings: Settings, root: string): Promise<OpenedBucket> {
  if (settings.bucket !== undefined) {
    const { region } = settings;
    const { bucket, save } = withCache(
      openBucket({ bucket: settings.bucket, region, interruptible }),
      join(root, 'node_modules/.cache/sluice'),
    );
    const pipelines = openPipelines({ region });
    const rules = openEventRules({ region });
    const stacks = isElsewhere(process.env) ? undefined : openStacks({ region });
    return {
      bucket,
      pipelines,
      rules,
      stacks,
      close: async () => {
        await save();
        bucket.close();
        pipelines.close();
        await rules.close();
        await stacks?.close();
      },
    };
  }
  const folder = resolve(root, settings.localCloud ?? localFolder);
  const cloud = await connectLocalCloud({ folder });
  await ensureBucket(cloud, localBucket);
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const address = { region, endpoint, credentials: { accessKeyId, secretAccessKey } };
  // It is gone with its cloud.
  const { bucket, save } = withCache(openBucket({ bucket: localBucket, ...address, interruptible }), join(folder, 'cache'));
  const pipelines = openPipelines({ ...address, whenMissing: whereLocalPipelinesRun });
  return {
    bucket,
    pipelines,
    pace: localPace,
    close: async () => {
      await save();
      bucket.close();
      pipelines.close();
      await cloud.close();
    },
  };
}

/** What is read of versions is kept in this folder, unless SLUICE_SKIP_CACHE says not to. */
function withCache(bucket: S3Bucket, folder: string): { bucket: S3Bucket; save(): Promise<void> } {
  if (process.env.SLUICE_SKIP_CACHE === 'true') return { bucket, save: async () => undefined };
  const cache = new VersionCache(join(folder, 'versions.json'));
  return { bucket: cachingVersions(bucket, cache), save: () => cache.save() };
}
