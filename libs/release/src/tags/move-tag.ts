import { tagKey } from '../keys';
import { decodeMetadata, type ReleaseMetadata } from '../metadata/metadata';
import type { StoredObject } from '../ports/bucket';
import type { ReleaseContext } from '../context';
import { whoMoved } from './by-hand';
import { honorsConditions } from './conditions';
import { guardedWrite } from './guarded-write';
import { replacedVersion, resolveWinner } from './write-order';

/** What came between a plan and its execution is among the newest. */
const versionsToRead = 20;

export type TagMove =
  | { outcome: 'moved'; object: StoredObject }
  /** Somebody else moved the tag since `expected` was read; the tag is as they left it. */
  | { outcome: 'lost'; by?: string };

/**
 * Moves a tag from the version that was read to a copy of `source`, or not at all.
 *
 * S3 compares ETags, so it takes a tag that went A → B → A for one that never moved, and S3-compatible servers may ignore the
 * condition. Hence the version is compared just before the write, and what came before it afterwards; a write that
 * covered someone else's is undone by bringing that back.
 * @param isFresh `expected` was read a moment ago, so that it need not be compared once more before the write.
 */
export async function moveTag(
  context: ReleaseContext,
  tag: string,
  source: StoredObject,
  expected: StoredObject | undefined,
  metadata: Omit<ReleaseMetadata, 'deployId' | 'tag' | 'replaces'>,
  { isFresh = false }: { isFresh?: boolean } = {},
): Promise<TagMove> {
  const { bucket } = context;
  const key = tagKey(context.prefix, tag);
  await honorsConditions(context, source);
  if (!isFresh) {
    const current = await bucket.head(key);
    if (current?.versionId !== expected?.versionId) return lost(context, tag);
  }

  context.report({ kind: 'copying', from: source.key, to: key });
  const written = await guardedWrite(
    bucket,
    { key, size: source.size },
    // Whose archive it is does not change by moving a tag to it, whoever moves it.
    { project: decodeMetadata(source).project, ...metadata, tag, replaces: replacedVersion(expected) },
    expected === undefined ? { kind: 'absent' } : { kind: 'unchanged', etag: expected.etag },
    (encoded, condition) => bucket.copy(source, key, encoded, condition),
  );
  if (written.outcome === 'conflict') return lost(context, tag);

  const covered = await winnerBefore(context, key, written.object, expected);
  if (covered === undefined) return { outcome: 'moved', object: written.object };
  await restoreOverwritten(context, key, covered, written.object);
  return { outcome: 'lost', by: decodeMetadata(covered).actor };
}

async function lost(context: ReleaseContext, tag: string): Promise<TagMove> {
  return { outcome: 'lost', by: await whoMoved(context, tag) };
}

/** The version that the write should not have covered; nothing when it was first to follow what was expected. */
async function winnerBefore(
  { bucket }: ReleaseContext,
  key: string,
  mine: StoredObject,
  expected: StoredObject | undefined,
): Promise<StoredObject | undefined> {
  const versions = await bucket.versions(key, versionsToRead);
  const index = versions.findIndex(({ versionId }) => versionId === mine.versionId);
  const before = index < 0 ? [] : versions.slice(index + 1);
  const end = before.findIndex(
    ({ versionId, isDeleteMarker }) => isDeleteMarker || versionId === expected?.versionId,
  );
  const came = end < 0 ? before : before.slice(0, end);
  const objects = await Promise.all(came.map(({ versionId }) => bucket.head(key, versionId)));
  return resolveWinner(expected, objects.filter((object) => object !== undefined).reverse());
}

/** Whoever has covered this write in the meantime looks at the same versions, and brings back what is to be there. */
async function restoreOverwritten(
  { bucket }: ReleaseContext,
  key: string,
  covered: StoredObject,
  mine: StoredObject,
): Promise<void> {
  const current = await bucket.head(key);
  if (current?.versionId !== mine.versionId) return;
  // Its own words, so that whoever wrote it finds it; only a version of this tag can name what it covers.
  const metadata = { ...covered.metadata, replaces: replacedVersion(mine) };
  await bucket.copy(covered, key, metadata, { kind: 'unchanged', etag: mine.etag });
}
