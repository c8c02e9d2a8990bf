import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { S3Client } from '@aws-sdk/client-s3';
import { FaultPlan } from '../faults/fault-plan';
import type { LocalCloud } from '../open';
import { ensureBucket, openLocalCloud } from '../open';

export const bucket = 'releases';

export interface TestCloud {
  cloud: LocalCloud;
  client: S3Client;
  faults: FaultPlan;
  close(): Promise<void>;
}

/** A cloud of its own in a temporary folder, with the versioned bucket `releases`, and an SDK client for it. */
export async function startTestCloud(): Promise<TestCloud> {
  const folder = await temporaryFolder();
  const faults = new FaultPlan();
  const cloud = await openLocalCloud({ folder, faults });
  await ensureBucket(cloud, bucket);
  const client = clientOf(cloud);
  return {
    cloud,
    client,
    faults,
    close: async () => {
      client.destroy();
      await cloud.close();
      await rm(folder, { recursive: true });
    },
  };
}

export function clientOf(cloud: LocalCloud, config: S3ClientConfig = {}): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const credentials = { accessKeyId, secretAccessKey };
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1, ...config });
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'local-cloud-'));
}

/** What S3 said no with: code and status. */
export async function refusal(work: Promise<unknown>): Promise<{ code: string; status?: number }> {
  try {
    await work;
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { code: name, status: $metadata?.httpStatusCode };
  }
  throw new Error('It was not refused.');
}
