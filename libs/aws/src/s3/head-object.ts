import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { StoredObject } from '@sluice/release';
import { httpStatus } from '../failures/classify';
import { reasonOfHead } from './reason-of-head';

/**
 * @returns undefined where the key does not exist.
 * @throws the SDK's error for all else, or a clearer one where the answer to HEAD gives no reason.
 */
export async function headObject(
  client: S3Client,
  object: { Bucket: string; Key: string; VersionId: string | undefined },
): Promise<StoredObject | undefined> {
  try {
    const head = await client.send(new HeadObjectCommand(object));
    return {
      key: object.Key,
      versionId: head.VersionId,
      etag: head.ETag ?? '',
      size: head.ContentLength ?? 0,
      lastModified: head.LastModified ?? new Date(0),
      metadata: head.Metadata ?? {},
    };
  } catch (error) {
    if (httpStatus(error) === 404) return undefined;
    throw await reasonOfHead(client, object, error);
  }
}
