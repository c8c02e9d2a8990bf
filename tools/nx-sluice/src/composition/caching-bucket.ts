import {
  bucketOf,
  versionsOf,
  type Bucket,
  type ObjectVersion,
  type VersionedListing,
} from '@sluice/release';
import type { VersionCache } from './version-cache';

/** Holds and logs are some 500 bytes. */
const longestText = 4 * 1024;

/**
 * The same bucket, which asks only once for what never changes: the metadata of a version, and the text of a small one,
 * as holds and logs are. It answers from the cache only for versions that this process has seen in a listing with the
 * same ETag and size; all else is asked of the bucket.
 */
export function cachingVersions<B extends Bucket & VersionedListing>(bucket: B, cache: VersionCache): B {
  const listed = new Map<string, ObjectVersion>();
  const idOf = (key: string, versionId: string | undefined) =>
    JSON.stringify([bucketOf(bucket, key), key, versionId]);
  const note = (version: ObjectVersion) => {
    // "null" names whatever was written last while the bucket kept no versions.
    const { key, versionId, isDeleteMarker } = version;
    if (versionId === undefined || versionId === 'null' || isDeleteMarker) return;
    listed.set(idOf(key, versionId), version);
  };

  const own: Pick<B, 'versions' | 'versionsOf' | 'versionsBelow' | 'head' | 'read'> = {
    async versions(key, limit) {
      const versions = await bucket.versions(key, limit);
      versions.forEach(note);
      return versions;
    },
    async versionsOf(keys, limit) {
      const versions = await versionsOf(bucket, keys, limit);
      versions.flat().forEach(note);
      return versions;
    },
    async *versionsBelow(prefix, delimiter) {
      for await (const version of bucket.versionsBelow(prefix, delimiter)) {
        note(version);
        yield version;
      }
    },
    async head(key, versionId) {
      const id = idOf(key, versionId);
      const version = listed.get(id);
      if (version === undefined) return bucket.head(key, versionId);
      const known = await cache.get(id, version);
      if (known?.metadata !== undefined) {
        const { etag, size, lastModified, metadata } = known;
        return { key, versionId, etag, size, lastModified: new Date(lastModified), metadata };
      }
      const found = await bucket.head(key, versionId);
      if (found !== undefined) {
        const { etag, size, lastModified, metadata } = found;
        cache.put({ id, etag, size, lastModified: lastModified.getTime(), metadata, text: known?.text });
      }
      return found;
    },
    async read(key, versionId, start, end) {
      const id = idOf(key, versionId);
      const version = listed.get(id);
      const isWhole = version !== undefined && start === 0 && end === version.size;
      if (!isWhole || !key.endsWith('.json') || end > longestText)
        return bucket.read(key, versionId, start, end);
      const known = await cache.get(id, version);
      if (known?.text !== undefined) return Buffer.from(known.text, 'base64');
      const bytes = await bucket.read(key, versionId, start, end);
      const { etag, size, lastModified } = version;
      const text = Buffer.from(bytes).toString('base64');
      cache.put({ id, etag, size, lastModified: lastModified.getTime(), metadata: known?.metadata, text });
      return bytes;
    },
  };
  // Everything else is the bucket's own.
  return Object.assign(Object.create(bucket) as B, own);
}
