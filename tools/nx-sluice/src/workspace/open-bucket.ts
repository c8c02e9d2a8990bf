import './quiet-sdk';
import { join, resolve } from 'node:path';
import {
  openBucket,
  openEventRules,
  openPipelines,
  type CodePipelines,
  type LazyRules,
  type S3Bucket,
} from '@sluice/aws';
import { connectLocalCloud, ensureBucket } from '@sluice/local-cloud';
import type { PaceLimits, Settings } from '@sluice/release';
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

/** The bucket that the settings name or, where they name none, the embedded local cloud's; and its pipelines. */
export async function openConfiguredBucket(settings: Settings, root: string): Promise<OpenedBucket> {
  if (settings.bucket !== undefined) {
    const { region } = settings;
    const { bucket, save } = withCache(
      openBucket({ bucket: settings.bucket, region }),
      join(root, 'node_modules/.cache/sluice'),
    );
    const pipelines = openPipelines({ region });
    const rules = openEventRules({ region });
    return {
      bucket,
      pipelines,
      rules,
      close: async () => {
        await save();
        bucket.close();
        pipelines.close();
        await rules.close();
      },
    };
  }
  const folder = resolve(root, settings.localCloud ?? localFolder);
  const cloud = await connectLocalCloud({ folder });
  await ensureBucket(cloud, localBucket);
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const address = { region, endpoint, credentials: { accessKeyId, secretAccessKey } };
  // It is gone with its cloud.
  const { bucket, save } = withCache(openBucket({ bucket: localBucket, ...address }), join(folder, 'cache'));
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
