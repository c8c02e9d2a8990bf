import { hashSource, type RangeSource } from '@sluice/archive';
import type { Bucket, StoredObject } from '../ports/bucket';

/** Bytes that one request reads. */
const chunk = 8 * 2 ** 20;

/** A version never changes, so its bytes are read once in a process, by its plan or by its execution. */
const known = new WeakMap<Bucket, Map<string, Promise<string>>>();

/**
 * SHA-256 of the bytes of one version, in lowercase hex: as the server keeps it or, for what was uploaded in parts, by
 * reading them. What the metadata say is not asked, because whoever writes an object writes them.
 */
export function storedSha256(bucket: Bucket, object: StoredObject): Promise<string> {
  const versions = known.get(bucket) ?? new Map<string, Promise<string>>();
  known.set(bucket, versions);
  const id = JSON.stringify([object.key, object.versionId]);
  const before = object.versionId === undefined ? undefined : versions.get(id);
  if (before !== undefined) return before;
  const asked = ask(bucket, object);
  versions.set(id, asked);
  // What failed is asked again.
  asked.catch(() => versions.delete(id));
  return asked;
}

async function ask(bucket: Bucket, object: StoredObject): Promise<string> {
  const kept = await bucket.sha256Of(object.key, object.versionId);
  return kept ?? hashSource(sourceOf(bucket, object), chunk);
}

/** One version, for whoever reads archives. */
export function sourceOf(
  bucket: Bucket,
  { key, versionId, size }: Pick<StoredObject, 'key' | 'versionId' | 'size'>,
): RangeSource {
  return { size, read: (start, end) => bucket.read(key, versionId, start, end) };
}
