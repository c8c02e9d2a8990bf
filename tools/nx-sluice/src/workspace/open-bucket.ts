import { resolve } from 'node:path';
import { openBucket, type S3Bucket } from '@sluice/aws';
import { connectLocalCloud, ensureBucket } from '@sluice/local-cloud';
import type { Settings } from '@sluice/release';

/** The bucket's name in the embedded cloud, where nobody else could have taken it. */
export const localBucket = 'sluice-local';

/** Git-ignored, at the root of the workspace. */
export const localFolder = '.sluice';

export interface OpenedBucket {
  bucket: S3Bucket;
  close(): Promise<void>;
}

/** The bucket that the settings name or, where they name none, the embedded local cloud's. */
export async function openConfiguredBucket(settings: Settings, root: string): Promise<OpenedBucket> {
  if (settings.bucket !== undefined) {
    const bucket = openBucket({ bucket: settings.bucket, region: settings.region });
    return { bucket, close: async () => bucket.close() };
  }
  const cloud = await connectLocalCloud({ folder: resolve(root, settings.localCloud ?? localFolder) });
  await ensureBucket(cloud, localBucket);
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const bucket = openBucket({
    bucket: localBucket,
    region,
    endpoint,
    credentials: { accessKeyId, secretAccessKey },
  });
  return {
    bucket,
    close: async () => {
      bucket.close();
      await cloud.close();
    },
  };
}
