import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBucket, openLocalCloud } from '@sluice/local-cloud';

/** A server that speaks S3, for ours and for the peers alike. */
export interface Cloud {
  bucket: string;
  /** For whoever is to reach it. */
  env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export async function openCloud(): Promise<Cloud> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-cloud-'));
  const cloud = await openLocalCloud({ folder, announce: false });
  const bucket = 'sluice-bench';
  await ensureBucket(cloud, bucket);
  return {
    bucket,
    env: {
      SLUICE_BUCKET: bucket,
      AWS_ENDPOINT_URL: cloud.endpoint,
      AWS_REGION: cloud.region,
      AWS_ACCESS_KEY_ID: cloud.accessKeyId,
      AWS_SECRET_ACCESS_KEY: cloud.secretAccessKey,
    },
    close: async () => {
      await cloud.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
