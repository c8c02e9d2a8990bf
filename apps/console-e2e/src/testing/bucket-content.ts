import { connectLocalCloud } from '@sluice/local-cloud';
import type { RunningApp } from './running-app';

const bucket = 'sluice-local';

/** Every version of every object with its metadata and tags: the same before and after says that nothing was written. */
export async function bucketContent({ clone }: RunningApp): Promise<string[]> {
  const cloud = await connectLocalCloud({ folder: clone.cloud });
  const { store } = cloud;
  const found = store.buckets
    .keys(bucket)
    .flatMap((key) => store.versionEntries(bucket, key).map((entry) => store.recordOf(bucket, key, entry)));
  await cloud.close();
  return found.map((record) => JSON.stringify(record)).sort();
}
