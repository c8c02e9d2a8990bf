import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { ListedObject } from '@sluice/release';

/** The objects that are there now, in key order, page by page. */
export async function* listObjects(
  client: S3Client,
  bucket: string,
  prefix: string,
  delimiter?: '/',
): AsyncIterable<ListedObject> {
  const request = { Bucket: bucket, Prefix: prefix, Delimiter: delimiter };
  for await (const page of paginateListObjectsV2({ client }, request)) {
    for (const object of page.Contents ?? []) {
      yield {
        key: object.Key ?? '',
        etag: object.ETag ?? '',
        size: object.Size ?? 0,
        lastModified: object.LastModified ?? new Date(0),
      };
    }
  }
}
