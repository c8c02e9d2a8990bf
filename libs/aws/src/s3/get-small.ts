import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { StoredObject } from '@sluice/release';
import { errorCode, httpStatus } from '../failures/classify';

/**
 * Reads an object's first bytes and what is beside it.
 * @returns nothing where the key does not exist; `empty` where S3 refuses the range, because there are no bytes.
 * @throws the SDK's error for all else, for a bucket that does not exist too.
 */
export async function getSmall(
  client: S3Client,
  bucket: string,
  key: string,
  most: number,
): Promise<{ object: StoredObject; bytes: Uint8Array } | 'empty' | undefined> {
  try {
    const answer = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=0-${most - 1}` }),
    );
    const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
    // `bytes 0-99/1234`: the length of the answer is that of the range.
    const whole = /\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1];
    const object = {
      key,
      versionId: answer.VersionId,
      etag: answer.ETag ?? '',
      size: Number(whole ?? answer.ContentLength ?? bytes.length),
      lastModified: answer.LastModified ?? new Date(0),
      metadata: answer.Metadata ?? {},
    };
    return { object, bytes };
  } catch (error) {
    // Unlike the answer to HEAD, this one tells a missing bucket from a missing key.
    if (httpStatus(error) === 404 && errorCode(error) !== 'NoSuchBucket') return undefined;
    if (httpStatus(error) === 416) return 'empty';
    throw error;
  }
}
