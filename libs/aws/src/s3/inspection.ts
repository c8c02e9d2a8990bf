import { HeadBucketCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { httpStatus } from '../failures/classify';

/** S3 refuses whoever expects another owner; the same question without that shows that nothing else was the matter. */
export async function isOwnedBy(client: S3Client, bucket: string, account: string): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: account }));
    return true;
  } catch (error) {
    if (httpStatus(error) !== 403) throw error;
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return false;
  }
}

export async function sha256Of(client: S3Client, bucket: string, key: string): Promise<string | undefined> {
  const head = await client.send(
    new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }),
  );
  if (head.ChecksumSHA256 === undefined) return undefined;
  return Buffer.from(head.ChecksumSHA256, 'base64').toString('hex');
}
