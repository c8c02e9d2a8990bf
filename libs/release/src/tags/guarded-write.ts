import { decodeMetadata, encodeMetadata, newDeployId, type ReleaseMetadata } from '../metadata/metadata';
import type { Bucket, StoredObject, WriteCondition, WriteResult } from '../ports/bucket';

export type GuardedWrite = { outcome: 'written'; object: StoredObject } | { outcome: 'conflict' };

/**
 * Writes under a condition and finds out what really happened. A refused condition and a lost response both leave
 * open whether this very write went through; the deploy-id in the bucket decides.
 */
export async function guardedWrite(
  bucket: Bucket,
  { key, size }: Pick<StoredObject, 'key' | 'size'>,
  metadata: Omit<ReleaseMetadata, 'deployId'>,
  condition: WriteCondition,
  write: (encoded: Record<string, string>, condition: WriteCondition) => Promise<WriteResult>,
): Promise<GuardedWrite> {
  const deployId = newDeployId();
  let failure: unknown;
  const encoded = encodeMetadata({ ...metadata, deployId });
  const result = await write(encoded, condition).catch((error: unknown) => {
    failure = error;
    return undefined;
  });
  // Such an answer leaves nothing open. It does not tell when it was written, but for this moment.
  if (bucket.honorsConditions === true && result?.outcome === 'written' && result.versionId !== undefined) {
    const { versionId, etag } = result;
    const object = { key, versionId, etag, size, lastModified: new Date(), metadata: encoded };
    return { outcome: 'written', object };
  }
  // Any error below would hide the one that says why the write failed.
  const now = await bucket.head(key, versionOf(result)).catch((error: unknown) => {
    throw failure ?? error;
  });
  if (now !== undefined && decodeMetadata(now).deployId === deployId)
    return { outcome: 'written', object: now };
  if (failure !== undefined) throw failure;
  return { outcome: 'conflict' };
}

function versionOf(result: WriteResult | undefined): string | undefined {
  return result?.outcome === 'written' ? result.versionId : undefined;
}
