import { attributesOf } from '../attributes';
import type { ChecksumAlgorithm, ChecksumType } from '../checksums/algorithms';
import { checksumElement, defaultType } from '../checksums/algorithms';
import { parseAlgorithm } from '../checksums/expectation';
import { s3Errors } from '../errors';
import { commonPrefixOf } from '../listing';
import type { Operation } from '../operation';
import { integerParameter, isoTime, owner, sendXml } from '../operation';
import { Uploads } from '../store/uploads';
import { encodingOf, requestOf } from './list-objects';

export const createMultipartUpload: Operation = async ({ context, store, bucket, key }) => {
  const algorithm = parseAlgorithm(context.header('x-amz-checksum-algorithm'));
  const type = typeOf(context.header('x-amz-checksum-type'), algorithm);
  const upload = await new Uploads(store.buckets).create(bucket, {
    key,
    ...attributesOf(context),
    checksumAlgorithm: algorithm,
    checksumType: type,
  });
  await sendXml(
    context,
    'InitiateMultipartUploadResult',
    { Bucket: bucket, Key: key, UploadId: upload.uploadId },
    {
      'x-amz-checksum-algorithm': algorithm,
      'x-amz-checksum-type': type,
      'x-amz-server-side-encryption': 'AES256',
    },
  );
};

export const abortMultipartUpload: Operation = async ({ context, store, bucket, key }) => {
  await new Uploads(store.buckets).abort(bucket, key, context.query.get('uploadId') ?? '');
  await context.send(204);
};

export const listParts: Operation = async (call) => {
  const { context, store, bucket, key } = call;
  const uploadId = context.query.get('uploadId') ?? '';
  const uploads = new Uploads(store.buckets);
  const upload = uploads.read(bucket, key, uploadId);
  const marker = integerParameter(call, 'part-number-marker', 0, { min: 0, max: 10_000 });
  const limit = Math.min(integerParameter(call, 'max-parts', 1000, { min: 0, max: 2 ** 31 - 1 }), 1000);
  const rest = uploads.parts(bucket, uploadId).filter((part) => part.number > marker);
  const page = rest.slice(0, limit);
  const isTruncated = rest.length > page.length;
  await sendXml(context, 'ListPartsResult', {
    Bucket: bucket,
    Key: key,
    UploadId: uploadId,
    PartNumberMarker: marker,
    NextPartNumberMarker: isTruncated ? page.at(-1)?.number : undefined,
    MaxParts: limit,
    IsTruncated: isTruncated,
    Initiator: owner,
    Owner: owner,
    StorageClass: upload.storageClass,
    ChecksumAlgorithm: upload.checksumAlgorithm,
    ChecksumType: upload.checksumType,
    Part: page.map((part) => ({
      PartNumber: part.number,
      LastModified: isoTime(part.lastModified),
      ETag: `"${part.md5}"`,
      Size: part.size,
      [checksumElement(part.checksum.algorithm)]: part.checksum.value,
    })),
  });
};

export const listMultipartUploads: Operation = async (call) => {
  const { context, store, bucket } = call;
  const { prefix, delimiter } = requestOf(call, undefined);
  const limit = Math.min(integerParameter(call, 'max-uploads', 1000, { min: 0, max: 2 ** 31 - 1 }), 1000);
  const keyMarker = context.query.get('key-marker') ?? '';
  const uploadIdMarker = context.query.get('upload-id-marker') ?? '';
  const { encode, encodingType } = encodingOf(call);
  const matching = new Uploads(store.buckets).list(bucket).filter(({ key }) => key.startsWith(prefix));
  const prefixes = new Set(matching.flatMap(({ key }) => commonPrefixOf(key, prefix, delimiter) ?? []));
  const direct = matching.filter(({ key }) => commonPrefixOf(key, prefix, delimiter) === undefined);
  const place = direct.findIndex(({ key, uploadId }) => key === keyMarker && uploadId === uploadIdMarker);
  const rest = place >= 0 ? direct.slice(place + 1) : direct.filter(({ key }) => key > keyMarker);
  const page = rest.slice(0, limit);
  const isTruncated = rest.length > page.length;
  await sendXml(context, 'ListMultipartUploadsResult', {
    Bucket: bucket,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: uploadIdMarker,
    NextKeyMarker: isTruncated ? encode(page.at(-1)?.key ?? '') : undefined,
    NextUploadIdMarker: isTruncated ? page.at(-1)?.uploadId : undefined,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: encodingType,
    MaxUploads: limit,
    IsTruncated: isTruncated,
    Upload: page.map((upload) => ({
      Key: encode(upload.key),
      UploadId: upload.uploadId,
      Initiator: owner,
      Owner: owner,
      StorageClass: upload.storageClass,
      Initiated: isoTime(upload.initiated),
      ChecksumAlgorithm: upload.checksumAlgorithm,
      ChecksumType: upload.checksumType,
    })),
    CommonPrefixes: [...prefixes].map((common) => ({ Prefix: encode(common) })),
  });
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
function typeOf(
  text: string | undefined,
  algorithm: ChecksumAlgorithm | undefined,
): ChecksumType | undefined {
  if (text === undefined) return algorithm && defaultType(algorithm);
  if (text !== 'FULL_OBJECT' && text !== 'COMPOSITE') {
    throw s3Errors.invalidRequest('Value for x-amz-checksum-type header is invalid.');
  }
  if (algorithm === undefined) {
    throw s3Errors.invalidRequest(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const impossible = text === 'FULL_OBJECT' ? algorithm.startsWith('SHA') : algorithm === 'CRC64NVME';
  if (impossible) {
    throw s3Errors.invalidRequest(
      `The ${text} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return text;
}
