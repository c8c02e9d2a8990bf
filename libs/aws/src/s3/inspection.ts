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

/**
 * Nothing for an object that was uploaded in parts: S3 keeps the checksum of its parts' checksums, `<base64>-<parts>`.
 * Other servers leave that end out, so the ETag is looked at as well: it is `<hash>-<parts>` then.
 */
export async function sha256Of(
  client: S3Client,
  object: { Bucket: string; Key: string; VersionId?: string },
): Promise<string | undefined> {
  const { ChecksumSHA256: kept, ETag = '' } = await client.send(
    new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }),
  );
  if (kept === undefined || kept.includes('-') || ETag.includes('-')) return undefined;
  return Buffer.from(kept, 'base64').toString('hex');
}
