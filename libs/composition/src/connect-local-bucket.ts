import { connectLocalCloud, ensureBucket, type LocalCloud } from '@sluice/local-cloud';
import { localBucket } from './local-bucket';

/**
 * The local cloud, with its bucket. Who imports this loads the whole cloud, 20 ms: on AWS nothing needs it.
 * @param folder absolute path of its state
 */
export async function connectLocalBucket(folder: string): Promise<LocalCloud> {
  const cloud = await connectLocalCloud({ folder });
  await ensureBucket(cloud, localBucket);
  return cloud;
}
