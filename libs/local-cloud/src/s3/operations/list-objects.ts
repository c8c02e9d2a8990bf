import { encodeComponent } from '../../http/query';
import type { XmlContent } from '../../http/xml';
import { s3Errors } from '../errors';
import type { ListingPage, ListingRequest } from '../listing';
import { listPage } from '../listing';
import type { Operation, S3Call } from '../operation';
import { integerParameter, isoTime, owner, sendXml } from '../operation';
import type { VersionRecord } from '../store/version-record';

export const listObjectsV2: Operation = async (call) => {
  const { context, bucket } = call;
  const token = context.query.get('continuation-token');
  const startAfter = context.query.get('start-after');
  const request = requestOf(call, token === undefined ? startAfter : decodeToken(token));
  const { encode, encodingType } = encodingOf(call);
  const page = pageOf(call, request);
  const withOwner = context.query.get('fetch-owner') === 'true';
  await sendXml(context, 'ListBucketResult', {
    Name: bucket,
    Prefix: encode(request.prefix),
    Delimiter: request.delimiter === '' ? undefined : encode(request.delimiter),
    MaxKeys: request.limit,
    EncodingType: encodingType,
    KeyCount: page.items.length + page.commonPrefixes.length,
    IsTruncated: page.next !== undefined,
    ContinuationToken: token,
    NextContinuationToken: page.next === undefined ? undefined : encodeToken(page.next),
    StartAfter: startAfter === undefined ? undefined : encode(startAfter),
    ...contentsOf(page, encode, withOwner),
  });
};

/** The first form of the listing, which some S3 browsers still ask for. */
export const listObjects: Operation = async (call) => {
  const { context, bucket } = call;
  const marker = context.query.get('marker') ?? '';
  const request = requestOf(call, marker === '' ? undefined : marker);
  const { encode, encodingType } = encodingOf(call);
  const page = pageOf(call, request);
  await sendXml(context, 'ListBucketResult', {
    Name: bucket,
    Prefix: encode(request.prefix),
    Marker: encode(marker),
    Delimiter: request.delimiter === '' ? undefined : encode(request.delimiter),
    MaxKeys: request.limit,
    EncodingType: encodingType,
    IsTruncated: page.next !== undefined,
    // S3 tells it only with a delimiter; without one, clients continue from the last key.
    NextMarker: page.next === undefined || request.delimiter === '' ? undefined : encode(page.next),
    ...contentsOf(page, encode, true),
  });
};

/** `encoding-type=url`: for keys that XML cannot carry. @throws ServiceError InvalidArgument. */
export function encodingOf({ context }: S3Call): { encodingType?: 'url'; encode(text: string): string } {
  const encodingType = context.query.get('encoding-type');
  if (encodingType === undefined || encodingType === '') return { encode: (text) => text };
  if (encodingType !== 'url') {
    throw s3Errors.invalidArgument(
      'Invalid Encoding Method specified in Request',
      'encoding-type',
      encodingType,
    );
  }
  return { encodingType, encode: (text) => text.split('/').map(encodeComponent).join('/') };
}

export function requestOf(call: S3Call, after: string | undefined): ListingRequest {
  const { query } = call.context;
  const asked = integerParameter(call, 'max-keys', 1000, { min: 0, max: 2 ** 31 - 1 });
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    limit: Math.min(asked, 1000),
    after,
  };
}

function pageOf({ store, bucket }: S3Call, request: ListingRequest): ListingPage<VersionRecord> {
  store.buckets.read(bucket);
  return listPage(store.buckets.keys(bucket), request, (key) => store.listedVersion(bucket, key));
}

function contentsOf(
  page: ListingPage<VersionRecord>,
  encode: (text: string) => string,
  withOwner: boolean,
): XmlContent {
  return {
    Contents: page.items.map((record) => ({
      Key: encode(record.key),
      LastModified: isoTime(record.lastModified),
      ETag: record.etag,
      ChecksumAlgorithm: record.checksum?.algorithm,
      ChecksumType: record.checksum?.type,
      Size: record.size,
      ...(withOwner ? { Owner: owner } : {}),
      StorageClass: record.storageClass,
    })),
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
}

function encodeToken(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function decodeToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (token !== '' && encodeToken(key) === token) return key;
  throw s3Errors.invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
}
