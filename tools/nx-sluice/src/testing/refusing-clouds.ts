import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBucket, openLocalCloud } from '@sluice/local-cloud';

export const versionedBucket = 'keeps-versions';
export const plainBucket = 'keeps-no-versions';

/** An S3 behind a URL, as a bucket on AWS is, with a bucket that keeps versions and one that does not. */
export async function openOtherCloud() {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-foreign-'));
  const cloud = await openLocalCloud({ folder, announce: false });
  await ensureBucket(cloud, versionedBucket);
  await cloud.store.buckets.create(plainBucket);
  return {
    /** What a person would set to reach it. */
    env: {
      SLUICE_LOCAL_CLOUD: '',
      SLUICE_BUCKET: versionedBucket,
      AWS_REGION: cloud.region,
      AWS_ENDPOINT_URL_S3: cloud.endpoint,
      AWS_ACCESS_KEY_ID: cloud.accessKeyId,
      AWS_SECRET_ACCESS_KEY: cloud.secretAccessKey,
    },
    folder,
    close: async () => {
      await cloud.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The URL of a port where nobody listens. */
export function deafEndpoint(): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(`http://127.0.0.1:${port}`));
    });
  });
}
