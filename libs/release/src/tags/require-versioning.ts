import { SluiceError } from '../errors';
import type { Bucket } from '../ports/bucket';

/** Without versions no pipeline starts and no history is kept. @throws SluiceError `unfit-bucket` */
export async function assertVersioned(bucket: Bucket): Promise<void> {
  const versioning = await bucket.versioning();
  if (versioning === 'enabled') return;
  throw new SluiceError(
    'unfit-bucket',
    `The bucket "${bucket.name}" does not have versioning enabled (it is ${versioning === 'never' ? 'off' : 'suspended'}).`,
    `Enable it: aws s3api put-bucket-versioning --bucket ${bucket.name} --versioning-configuration Status=Enabled`,
  );
}
