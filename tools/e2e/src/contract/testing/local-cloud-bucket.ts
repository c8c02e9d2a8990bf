import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBucket, FaultPlan, openLocalCloud, type LocalCloud } from '@sluice/local-cloud';
import { serveBucket, type ServedBucket } from './served-bucket';

export const localBucketName = 'sluice-contract';

export interface LocalCloudBucket extends ServedBucket {
  cloud: LocalCloud;
  /** What goes wrong with the next requests. */
  faults: FaultPlan;
}

/** A bucket of a local cloud of its own, in a temporary folder. */
export async function openLocalCloudBucket(): Promise<LocalCloudBucket> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-contract-cloud-'));
  const faults = new FaultPlan();
  const cloud = await openLocalCloud({ folder, faults, announce: false });
  await ensureBucket(cloud, localBucketName);
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const place = { bucket: localBucketName, endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const served = serveBucket(place, async () => {
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { ...served, cloud, faults };
}
