import type { XmlContent } from '../../http/xml';
import { s3Errors } from '../errors';
import type { ListingRequest } from '../listing';
import { commonPrefixOf } from '../listing';
import type { Operation, S3Call } from '../operation';
import { isoTime, owner, sendXml } from '../operation';
import { compareKeys } from '../store/key-name';
import type { VersionRecord } from '../store/version-record';
import { encodingOf, requestOf } from './list-objects';

interface ListedVersion {
  record: VersionRecord;
  isLatest: boolean;
}

interface VersionsPage {
  versions: ListedVersion[];
  commonPrefixes: string[];
  next?: { key: string; versionId?: string };
}

/** Keys in order, of each key the newest version first. */
export const listObjectVersions: Operation = async (call) => {
  const { context, bucket } = call;
  const keyMarker = context.query.get('key-marker') ?? '';
  const versionIdMarker = context.query.get('version-id-marker');
  if (versionIdMarker !== undefined && versionIdMarker !== '' && keyMarker === '') {
    throw s3Errors.invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      versionIdMarker,
    );
  }
  const request = requestOf(call, keyMarker === '' ? undefined : keyMarker);
  const page = pageOf(call, request, versionIdMarker || undefined);
  const { encode, encodingType } = encodingOf(call);
  const content = {
    Name: bucket,
    Prefix: encode(request.prefix),
    KeyMarker: encode(keyMarker),
    VersionIdMarker: versionIdMarker ?? '',
    Delimiter: request.delimiter === '' ? undefined : encode(request.delimiter),
    MaxKeys: request.limit,
    EncodingType: encodingType,
    IsTruncated: page.next !== undefined,
    NextKeyMarker: page.next && encode(page.next.key),
    NextVersionIdMarker: page.next?.versionId,
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
  // S3 lists versions and markers as they came, one among the other.
  const entries = page.versions.map((version): [string, XmlContent] => [
    version.record.deleteMarker ? 'DeleteMarker' : 'Version',
    versionElement(version, encode),
  ]);
  await sendXml(context, 'ListVersionsResult', content, {}, entries);
};

function pageOf(call: S3Call, request: ListingRequest, versionIdMarker: string | undefined): VersionsPage {
  const { store, bucket } = call;
  store.buckets.read(bucket);
  const page: VersionsPage = { versions: [], commonPrefixes: [] };
  const isFull = (): boolean => page.versions.length + page.commonPrefixes.length >= request.limit;
  if (request.limit === 0) return page;
  let last: VersionsPage['next'];
  for (const key of store.buckets.keys(bucket)) {
    if (!key.startsWith(request.prefix)) continue;
    const commonPrefix = commonPrefixOf(key, request.prefix, request.delimiter);
    const name = commonPrefix ?? key;
    const order = request.after === undefined ? 1 : compareKeys(name, request.after);
    const resumes = order === 0 && commonPrefix === undefined && versionIdMarker !== undefined;
    if ((order <= 0 && !resumes) || name === page.commonPrefixes.at(-1)) continue;
    const versions = versionsOf(call, key);
    if (commonPrefix !== undefined) {
      if (versions.next().done) continue;
      if (isFull()) return { ...page, next: last };
      page.commonPrefixes.push(commonPrefix);
      last = { key: commonPrefix };
      continue;
    }
    // A marker that was deleted since the last page leaves no place to continue from: the key is listed again.
    let skipping = resumes && store.version(bucket, key, versionIdMarker) !== undefined;
    for (const version of versions) {
      const { versionId } = version.record;
      if (!skipping) {
        if (isFull()) return { ...page, next: last };
        page.versions.push(version);
        last = { key, versionId };
      }
      if (versionId === versionIdMarker) skipping = false;
    }
  }
  return page;
}

function* versionsOf({ store, bucket }: S3Call, key: string): Generator<ListedVersion> {
  for (const [index, entry] of store.versionEntries(bucket, key).entries()) {
    const record = store.recordOf(bucket, key, entry);
    if (record) yield { record, isLatest: index === 0 };
  }
}

function versionElement({ record, isLatest }: ListedVersion, encode: (text: string) => string): XmlContent {
  const common = {
    Key: encode(record.key),
    VersionId: record.versionId,
    IsLatest: isLatest,
    LastModified: isoTime(record.lastModified),
    Owner: owner,
  };
  if (record.deleteMarker) return common;
  return {
    ...common,
    ETag: record.etag,
    ChecksumAlgorithm: record.checksum?.algorithm,
    ChecksumType: record.checksum?.type,
    Size: record.size,
    StorageClass: record.storageClass,
  };
}
