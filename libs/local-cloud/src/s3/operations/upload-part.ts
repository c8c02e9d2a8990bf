import { rm } from 'node:fs/promises';
import { expectationOf } from '../checksums/expectation';
import { checksumElement, checksumHeader, defaultAlgorithm } from '../checksums/algorithms';
import { openCopySource } from '../copy-source';
import { s3Errors } from '../errors';
import { versionHeader } from '../object-headers';
import type { Operation, S3Call } from '../operation';
import { integerParameter, isoTime, sendXml } from '../operation';
import type { ByteRange } from '../ranges';
import { takeIn } from '../store/intake';
import type { UploadRecord } from '../store/uploads';
import { Uploads } from '../store/uploads';
import { largestUpload } from './put-object';

export const uploadPart: Operation = async (call) => {
  const { context, store, bucket } = call;
  const { uploads, upload, number } = partOf(call);
  const expectation = expectationOf(context);
  if (expectation.chosen && upload.checksumAlgorithm && expectation.algorithm !== upload.checksumAlgorithm) {
    throw s3Errors.invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksumAlgorithm.toLowerCase()}, actual checksum Type: ${expectation.algorithm.toLowerCase()}`,
    );
  }
  if (context.payload.length > largestUpload) throw s3Errors.entityTooLarge(largestUpload);
  const algorithm = expectation.chosen
    ? expectation.algorithm
    : (upload.checksumAlgorithm ?? expectation.algorithm);
  const intake = await takeIn(context.payload.bytes(), store.buckets.temporary, algorithm);
  try {
    expectation.verify(intake);
    const part = await uploads.putPart(bucket, upload, number, intake, algorithm);
    await context.send(200, {
      etag: `"${part.md5}"`,
      'x-amz-server-side-encryption': 'AES256',
      [checksumHeader(algorithm)]: part.checksum.value,
    });
  } finally {
    await rm(intake.path, { force: true });
  }
};

export const uploadPartCopy: Operation = async (call) => {
  const { context, store, bucket } = call;
  const { uploads, upload, number } = partOf(call);
  const source = await openCopySource(call);
  const { record } = source.opened;
  try {
    const { start, end } = rangeOf(context.header('x-amz-copy-source-range'), record.size);
    const algorithm = upload.checksumAlgorithm ?? defaultAlgorithm;
    const intake = await takeIn(source.opened.stream(start, end), store.buckets.temporary, algorithm);
    const part = await uploads
      .putPart(bucket, upload, number, intake, algorithm)
      .finally(() => rm(intake.path, { force: true }));
    await sendXml(
      context,
      'CopyPartResult',
      {
        ETag: `"${part.md5}"`,
        LastModified: isoTime(part.lastModified),
        [checksumElement(algorithm)]: part.checksum.value,
      },
      { 'x-amz-copy-source-version-id': versionHeader(store, source.bucket, record)['x-amz-version-id'] },
    );
  } finally {
    await source.opened.close();
  }
};

function partOf(call: S3Call): { uploads: Uploads; upload: UploadRecord; number: number } {
  const { context, store, bucket, key } = call;
  const uploads = new Uploads(store.buckets);
  const number = integerParameter(call, 'partNumber', 0, { min: 1, max: 10_000 });
  return { uploads, upload: uploads.read(bucket, key, context.query.get('uploadId') ?? ''), number };
}

/** "You can copy a range only if the source object is greater than 5 MB" (UploadPartCopy in the Amazon S3 API reference). Bytes. */
const leastPart = 5 * 2 ** 20;

/** @throws ServiceError InvalidArgument, InvalidRange, InvalidRequest. */
function rangeOf(header: string | undefined, size: number): ByteRange {
  if (header === undefined) return { start: 0, end: size - 1 };
  if (size <= leastPart)
    throw s3Errors.invalidRequest('The specified copy source is not supported as a byte-range copy source');
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  const [start, end] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || end < start) {
    throw s3Errors.invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    );
  }
  if (end >= size) throw s3Errors.invalidRange(header, size);
  return { start, end };
}
