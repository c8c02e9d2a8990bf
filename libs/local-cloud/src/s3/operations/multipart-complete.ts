import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { parseXml } from '../../http/xml';
import type { RequestContext } from '../../http/request-context';
import { checksumElement, checksumHeader, createChecksum, defaultAlgorithm } from '../checksums/algorithms';
import { sameEtag, writeGuard } from '../conditions';
import { s3Errors } from '../errors';
import { checksumElements, versionHeader } from '../object-headers';
import type { Operation, S3Call } from '../operation';
import { sendXml } from '../operation';
import { writeTemporary } from '../store/intake';
import type { PartRecord, UploadRecord } from '../store/uploads';
import { attributesIn, Uploads } from '../store/uploads';
import type { StoredChecksum, VersionRecord } from '../store/version-record';

const smallestPart = 5 * 1024 * 1024;

export const completeMultipartUpload: Operation = async (call) => {
  const { context, store, bucket, key } = call;
  const uploadId = context.query.get('uploadId') ?? '';
  const atStart = store.newestVersion(bucket, key);
  const guard = writeGuard(context, key, atStart);
  const body = parseXml(await context.body(4 * 1024 * 1024), 'CompleteMultipartUpload');
  const earlier = completedBefore(call, uploadId);
  if (earlier) return answer(call, earlier);
  const uploads = new Uploads(store.buckets);
  const upload = uploads.read(bucket, key, uploadId);
  const parts = chosenParts(body, uploads.parts(bucket, uploadId));
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const stated = context.header('x-amz-mp-object-size');
  if (stated !== undefined && Number(stated) !== size) {
    throw s3Errors.invalidRequest(
      'The provided x-amz-mp-object-size header does not match what was computed.',
    );
  }
  const type = upload.checksumType ?? 'FULL_OBJECT';
  const algorithm = upload.checksumAlgorithm ?? defaultAlgorithm;
  const whole = type === 'FULL_OBJECT' ? createChecksum(algorithm) : undefined;
  const bytes = bytesOf(uploads, bucket, uploadId, parts);
  const intake = await writeTemporary(bytes, store.buckets.temporary, (piece) => whole?.update(piece));
  try {
    const value = await (whole?.digest() ?? composite(algorithm, parts));
    const checksum: StoredChecksum = { algorithm, value, type };
    verifyChecksum(context, checksum);
    const draft = {
      ...attributesIn(upload),
      etag: `"${etagOf(parts)}"`,
      size: intake.size,
      checksum,
      parts: parts.map((part) => ({ number: part.number, size: part.size, checksum: part.checksum.value })),
      uploadId,
    };
    const record = await store.commit(
      bucket,
      key,
      draft,
      intake.path,
      (newest) => {
        uploads.read(bucket, key, uploadId);
        guard?.(newest);
      },
      () => uploads.remove(bucket, uploadId),
    );
    await answer(call, record);
  } finally {
    await rm(intake.path, { force: true });
  }
};

function answer({ context, store, bucket, key }: S3Call, record: VersionRecord): Promise<void> {
  const location = `http://${context.header('host')}${context.request.url?.split('?')[0]}`;
  return sendXml(
    context,
    'CompleteMultipartUploadResult',
    { Location: location, Bucket: bucket, Key: key, ETag: record.etag, ...checksumElements(record.checksum) },
    { ...versionHeader(store, bucket, record), 'x-amz-server-side-encryption': 'AES256' },
  );
}

/** A client whose answer was lost asks again, and is told what its first request did. */
function completedBefore({ store, bucket, key }: S3Call, uploadId: string): VersionRecord | undefined {
  for (const entry of store.versionEntries(bucket, key)) {
    const record = store.recordOf(bucket, key, entry);
    if (record?.uploadId === uploadId) return record;
  }
  return undefined;
}

/** @throws ServiceError MalformedXML, InvalidPart, InvalidPartOrder, EntityTooSmall. */
function chosenParts(body: Record<string, unknown>, uploaded: readonly PartRecord[]): PartRecord[] {
  const listed = body['Part'];
  if (!Array.isArray(listed) || listed.length === 0) throw s3Errors.malformedXml();
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const numbers = listed.map((asked: Record<string, unknown>) => Number(asked['PartNumber']));
  if (numbers.some((number, index) => number <= (numbers[index - 1] ?? 0))) throw s3Errors.invalidPartOrder();
  return listed.map((asked: Record<string, unknown>, index) => {
    const number = Number(asked['PartNumber']);
    const etag = asked['ETag'];
    if (!Number.isInteger(number) || typeof etag !== 'string') throw s3Errors.malformedXml();
    const part = byNumber.get(number);
    if (!part || !sameEtag(etag, part.md5)) throw s3Errors.invalidPart(number);
    const checksum = asked[checksumElement(part.checksum.algorithm)];
    if (checksum !== undefined && checksum !== part.checksum.value) throw s3Errors.invalidPart(number);
    if (part.size < smallestPart && index < listed.length - 1)
      throw s3Errors.entityTooSmall(number, part.size);
    return part;
  });
}

async function* bytesOf(
  uploads: Uploads,
  bucket: string,
  uploadId: string,
  parts: readonly PartRecord[],
): AsyncGenerator<Buffer> {
  for (const part of parts) {
    yield* createReadStream(uploads.partPath(bucket, uploadId, part), { highWaterMark: 2 ** 20 });
  }
}

/** MD5 of the parts' MD5s, and how many they are. */
function etagOf(parts: readonly PartRecord[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(Buffer.from(part.md5, 'hex'));
  return `${hash.digest('hex')}-${parts.length}`;
}

async function composite(
  algorithm: NonNullable<UploadRecord['checksumAlgorithm']>,
  parts: readonly PartRecord[],
): Promise<string> {
  const checksum = createChecksum(algorithm);
  for (const part of parts) checksum.update(Buffer.from(part.checksum.value, 'base64'));
  return `${await checksum.digest()}-${parts.length}`;
}

/** @throws ServiceError BadDigest when the client expected another checksum of the whole. */
function verifyChecksum(context: RequestContext, checksum: StoredChecksum): void {
  const stated = context.header(checksumHeader(checksum.algorithm));
  if (stated === undefined) return;
  // Of a composite checksum, clients may leave the number of parts away.
  if (stated === checksum.value || stated === checksum.value.replace(/-\d+$/, '')) return;
  throw s3Errors.badDigest(checksum.algorithm);
}
