import { tagKey } from '../keys';
import { decodeMetadata, type ReleaseMetadata } from '../metadata/metadata';
import type { StoredObject } from '../ports/bucket';
import type { ReleaseContext } from '../release-context';
import { guardedWrite } from './guarded-write';

export type TagMove =
  | { outcome: 'moved'; object: StoredObject }
  /** Somebody else moved the tag since `expected` was read; the tag is as they left it. */
  | { outcome: 'lost'; by?: string };

/**
 * Moves a tag from the version that was read to a copy of `source`, or not at all.
 *
 * S3 compares ETags, so it takes a tag that went A → B → A for one that never moved, and look-alikes may ignore the
 * condition. Hence the version is compared just before the write, and its predecessor afterwards; a write that
 * landed on something else is undone by copying that back.
 */
export async function moveTag(
  context: ReleaseContext,
  tag: string,
  source: StoredObject,
  expected: StoredObject | undefined,
  metadata: Omit<ReleaseMetadata, 'deployId'>,
): Promise<TagMove> {
  const { bucket } = context;
  const key = tagKey(context.prefix, tag);
  const current = await bucket.head(key);
  if (current?.versionId !== expected?.versionId) return lostTo(current);

  context.report({ kind: 'copying', from: source.key, to: key });
  const written = await guardedWrite(
    bucket,
    key,
    metadata,
    expected === undefined ? { kind: 'absent' } : { kind: 'unchanged', etag: expected.etag },
    (encoded, condition) => bucket.copy(source, key, encoded, condition),
  );
  if (written.outcome === 'conflict') return lostTo(await bucket.head(key));

  const overwritten = await unexpectedPredecessor(context, key, written.object, expected);
  if (overwritten === undefined) return { outcome: 'moved', object: written.object };
  await bucket.copy(
    overwritten,
    key,
    { ...overwritten.metadata },
    { kind: 'unchanged', etag: written.object.etag },
  );
  return lostTo(overwritten);
}

function lostTo(object: StoredObject | undefined): TagMove {
  return { outcome: 'lost', by: object === undefined ? undefined : decodeMetadata(object).actor };
}

async function unexpectedPredecessor(
  context: ReleaseContext,
  key: string,
  mine: StoredObject,
  expected: StoredObject | undefined,
): Promise<StoredObject | undefined> {
  const versions = await context.bucket.versions(key, 10);
  const index = versions.findIndex(({ versionId }) => versionId === mine.versionId);
  const before = index < 0 ? undefined : versions[index + 1];
  if (before === undefined || before.isDeleteMarker || before.versionId === expected?.versionId)
    return undefined;
  return context.bucket.head(key, before.versionId);
}
