import type { XmlContent } from '../http/xml';
import { checksumElement, checksumHeader } from './checksums/algorithms';
import type { ObjectStore } from './store/object-store';
import type { StoredChecksum, VersionRecord } from './store/version-record';

type Headers = Record<string, string | undefined>;

/** A version's id, which S3 tells only where versioning was ever on. */
export function versionHeader(store: ObjectStore, bucket: string, record: VersionRecord): Headers {
  const versioned = store.buckets.read(bucket).versioning !== 'never';
  return { 'x-amz-version-id': versioned ? record.versionId : undefined };
}

/** What GET and HEAD tell of an object. */
export function objectHeaders(record: VersionRecord, withChecksum: boolean): Headers {
  const tags = Object.keys(record.tags).length;
  return {
    ...record.headers,
    ...Object.fromEntries(
      Object.entries(record.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
    ),
    etag: record.etag,
    'last-modified': new Date(record.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    'x-amz-server-side-encryption': 'AES256',
    'x-amz-storage-class': record.storageClass === 'STANDARD' ? undefined : record.storageClass,
    'x-amz-tagging-count': tags > 0 ? String(tags) : undefined,
    ...(withChecksum ? checksumHeaders(record.checksum) : {}),
  };
}

export function checksumHeaders(checksum: StoredChecksum | undefined): Headers {
  if (!checksum) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}

export function checksumElements(checksum: StoredChecksum | undefined): XmlContent {
  if (!checksum) return {};
  return { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type };
}
