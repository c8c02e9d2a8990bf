import { ArchiveError, digestOf } from '@sluice/archive';
import { SluiceError } from '../errors';
import { shortSha } from '../keys';
import { decodeMetadata } from '../metadata/metadata';
import type { Bucket, BucketReceiver, StoredObject } from '../ports/bucket';

/**
 * Brings an archive of one bucket into another under its own key, unless it is there, and proves what has arrived: all
 * of it is read back, whoever brought it and whenever.
 * @returns the archive there.
 * @throws {SluiceError} `content-mismatch` when it is not the archive that was published, by so much as a byte.
 */
export async function bringArchive(
  from: { bucket: Bucket; object: Pick<StoredObject, 'key' | 'versionId' | 'etag' | 'size'> },
  target: Bucket & BucketReceiver,
): Promise<StoredObject> {
  const { key, versionId } = from.object;
  const source = await from.bucket.head(key, versionId);
  if (source === undefined)
    throw new SluiceError('not-published', `${key} no longer exists.`, 'Publish the commit again.');
  if ((await target.head(key)) === undefined) await receive(target, from.bucket, source);
  const arrived = await target.head(key);
  if (arrived === undefined)
    throw new SluiceError(
      'failed',
      `${key} was copied to the bucket "${target.name}", but is missing there.`,
      'Try again.',
    );
  await prove(target, arrived, decodeMetadata(source).digest);
  return arrived;
}

/** Who comes second finds it there: an archive is written once. */
async function receive(target: Bucket & BucketReceiver, bucket: Bucket, object: StoredObject): Promise<void> {
  if ((await target.versioning()) !== 'enabled')
    throw new SluiceError(
      'unfit-bucket',
      `The bucket "${target.name}" does not have versioning enabled, so no pipeline would start and there would be no history.`,
      `Enable it: aws s3api put-bucket-versioning --bucket ${target.name} --versioning-configuration Status=Enabled`,
    );
  await target.receive({ bucket, object }, object.key, { ...object.metadata }, { kind: 'absent' });
}

async function prove(bucket: Bucket, object: StoredObject, published: string | undefined): Promise<void> {
  const { key, versionId, size } = object;
  const read = (start: number, end: number) => bucket.read(key, versionId, start, end);
  const found = await digestOf({ size, read }).catch((error: unknown) => {
    if (error instanceof ArchiveError) return error;
    throw error;
  });
  if (found === published && published !== undefined) return;
  const why =
    found instanceof ArchiveError
      ? found.message.replace(/\.$/, '')
      : `its digest is ${shortSha(found)}, and ${shortSha(published ?? 'unknown')} was published`;
  throw new SluiceError(
    'content-mismatch',
    `The copy ${key} in the bucket "${bucket.name}" differs from the published archive: ${why}. No tag was moved.`,
    `Find out who changed it, delete that version there, and promote again.`,
    found instanceof ArchiveError ? { cause: found } : undefined,
  );
}
