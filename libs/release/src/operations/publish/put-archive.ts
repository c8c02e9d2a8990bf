import { sharedRanges, withFileSource } from '@sluice/archive';
import { SluiceError } from '../../errors';
import { archiveKey, shortSha } from '../../keys';
import { findArchiveByDigest } from '../../latest/find-by-digest';
import type { Line } from '../../latest/line';
import { decodeMetadata, type ReleaseMetadata } from '../../metadata/metadata';
import type { LocalFile, Relative, StoredObject } from '../../ports/bucket';
import { sourceOf } from '../../provenance/stored-sha256';
import type { ReleaseContext } from '../../context';
import { honorsConditions } from '../../tags/conditions';
import { guardedWrite } from '../../tags/guarded-write';
import { readArchive, type Stored } from '../../tags/read-tag';

/**
 * Puts `<sha>.zip` there, unless it is there already: by a copy inside the bucket where the content is in it, else by
 * one upload.
 * @param line where the same content is looked for.
 * @throws SluiceError `content-mismatch` another content is under this commit; `race-lost` someone wrote it and removed it in the meantime.
 */
export async function putArchive(
  context: ReleaseContext,
  file: LocalFile,
  metadata: Omit<ReleaseMetadata, 'deployId'>,
  line: Line,
): Promise<{ outcome: 'uploaded' | 'copied' | 'present'; stored: Stored }> {
  const key = archiveKey(context.prefix, metadata.commit);
  const same = await findArchiveByDigest(context, line, metadata.digest);
  const areHonored = await honorsConditions(context, same?.object);
  const written = await guardedWrite(
    context.bucket,
    { key, size: file.size },
    metadata,
    { kind: 'absent' },
    (encoded, condition) => {
      if (same !== undefined) {
        context.report({ kind: 'copying', from: same.object.key, to: key });
        return context.bucket.copy(same.object, key, encoded, condition);
      }
      context.report({ kind: 'uploading', key, size: file.size });
      return context.bucket.upload(key, file, encoded, condition, relativeOf(context, file, line));
    },
  );
  if (written.outcome === 'written' && (areHonored || !(await isUndone(context, written.object, metadata)))) {
    return {
      outcome: same === undefined ? 'uploaded' : 'copied',
      stored: { object: written.object, metadata },
    };
  }
  const present = await readArchive(context, metadata.commit);
  if (present === undefined) {
    throw new SluiceError(
      'race-lost',
      `${key} was written and deleted by someone else in the meantime.`,
      'Find out what deletes archives, then try again.',
    );
  }
  assertSameContent(present, metadata.commit, metadata.digest);
  return { outcome: 'present', stored: present };
}

/** The archive that `latest` has: most files of the next one are the same. */
function relativeOf({ bucket }: ReleaseContext, file: LocalFile, { tag }: Line): Relative | undefined {
  if (tag === undefined) return undefined;
  const { object } = tag;
  const shared = () => withFileSource(file.path, (mine) => sharedRanges(mine, sourceOf(bucket, object)));
  return { object, shared };
}

/**
 * On a bucket that ignores conditions: an archive with other content that was there first, and that this write covered,
 * is brought back.
 */
async function isUndone(
  { bucket }: ReleaseContext,
  mine: StoredObject,
  { digest }: Pick<ReleaseMetadata, 'digest'>,
): Promise<boolean> {
  const versions = await bucket.versions(mine.key);
  const before = versions.slice(versions.findIndex(({ versionId }) => versionId === mine.versionId) + 1);
  const end = before.findIndex(({ isDeleteMarker }) => isDeleteMarker);
  const first = (end < 0 ? before : before.slice(0, end)).at(-1);
  const object = first && (await bucket.head(mine.key, first.versionId));
  if (object === undefined || decodeMetadata(object).digest === digest) return false;
  await bucket.copy(object, mine.key, { ...object.metadata });
  return true;
}

/** @throws SluiceError `content-mismatch` */
export function assertSameContent(present: Stored, commit: string, digest: string): void {
  if (present.metadata.digest === digest) return;
  throw new SluiceError(
    'content-mismatch',
    `${shortSha(commit)} is already published with different content (digest ${short(present.metadata.digest)}, this archive has ${short(digest)}).`,
    'Archives are never overwritten. Publish this content under a new commit; git commit --allow-empty creates one without changes.',
  );
}

function short(digest: string | undefined): string {
  return digest === undefined ? 'unknown' : digest.slice(0, 12);
}
