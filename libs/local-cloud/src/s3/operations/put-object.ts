import { rm } from 'node:fs/promises';
import { attributesOf } from '../attributes';
import { expectationOf } from '../checksums/expectation';
import { writeGuard } from '../conditions';
import { s3Errors } from '../errors';
import { checksumHeaders, versionHeader } from '../object-headers';
import type { Operation } from '../operation';
import { takeIn } from '../store/intake';
import type { StoredChecksum } from '../store/version-record';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html: 5 GB in one operation. */
export const largestUpload = 5 * 1024 ** 3;

export const putObject: Operation = async ({ context, store, bucket, key }) => {
  const atStart = store.newestVersion(bucket, key);
  const guard = writeGuard(context, key, atStart);
  const attributes = attributesOf(context);
  const expectation = expectationOf(context);
  if (context.payload.length > largestUpload) throw s3Errors.entityTooLarge(largestUpload);
  const intake = await takeIn(context.payload.bytes(), store.buckets.temporary, expectation.algorithm);
  try {
    expectation.verify(intake);
    const checksum: StoredChecksum = {
      algorithm: expectation.algorithm,
      value: intake.checksum,
      type: 'FULL_OBJECT',
    };
    const draft = { ...attributes, etag: `"${intake.md5}"`, size: intake.size, checksum };
    const record = await store.commit(bucket, key, draft, intake.path, guard);
    await context.send(200, {
      etag: record.etag,
      'x-amz-server-side-encryption': 'AES256',
      ...checksumHeaders(checksum),
      ...versionHeader(store, bucket, record),
    });
  } finally {
    await rm(intake.path, { force: true });
  }
};
