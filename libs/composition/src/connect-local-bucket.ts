import { type ConnectOptions, connectLocalCloud, ensureBucket, type LocalCloud } from '@sluice/local-cloud';
import { localBucket } from './local-bucket';

/**
 * The local cloud, with its bucket. Who imports this loads the whole cloud, 20 ms: on AWS nothing needs it.
 */
export async function connectLocalBucket(options: ConnectOptions): Promise<LocalCloud> {
  const cloud = await connectLocalCloud(options);
  await ensureBucket(cloud, localBucket);
  return cloud;
}
