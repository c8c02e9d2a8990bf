import pMap from 'p-map';
import type { History, HistoryEntry } from '@sluice/contract';
import { taggedArchive } from '../../archives/archive-view';
import { keysOfActivity, readActivity } from '../../activity/read-activity';
import { tagKey } from '../../keys';
import { decodeMetadata } from '../../metadata/metadata';
import { versionsOf, type ObjectVersion, type StoredObject } from '../../ports/bucket';
import type { Target } from '../../config/choose-target';
import { isByHand, withoutMove, type ToldVersion } from '../../tags/by-hand';
import type { ReleaseContext } from '../../context';
import { readRuns, type Runs } from '../../watch/runs';

const requestsAtOnce = 8;

/**
 * The versions of a tag, and what became of each. S3 lists no metadata, so that each costs one HEAD, which the bucket
 * may remember: what is beside a version never changes.
 * @param limit entries; one more is listed, to know whether there are more.
 * @param versions where they are listed already.
 */
export async function readVersions(
  context: ReleaseContext,
  target: Target,
  { limit = 20, versions }: { limit?: number; versions?: Promise<ObjectVersion[]> } = {},
): Promise<Omit<History, 'activity'>> {
  const key = tagKey(context.prefix, target.tag);
  const [listed, runs] = await Promise.all([
    versions ?? context.bucket.versions(key, limit + 1),
    readRuns(context, target.environments),
  ]);
  const objects = await pMap(
    listed.slice(0, limit),
    async ({ isDeleteMarker, versionId }) =>
      isDeleteMarker ? undefined : context.bucket.head(key, versionId),
    { concurrency: requestsAtOnce },
  );
  const told = listed.map((version, index) => ({ version, metadata: metadataOf(objects[index]) }));
  const entries = await Promise.all(
    objects.map((object, index) => entryOf(context, target.tag, told, index, object, runs)),
  );
  return {
    tag: target.tag,
    environments: target.environments.map(({ name }) => name),
    entries: entries.filter((entry) => entry !== undefined),
    isTruncated: listed.length > limit,
    arePipelinesKnown: runs.isKnown,
  };
}

/** The history of a tag: who put which commit there when and why, and what else was done to it. */
export async function readHistory(
  context: ReleaseContext,
  target: Target,
  { limit = 20 }: { limit?: number } = {},
): Promise<History> {
  const [moves, activity] = [tagKey(context.prefix, target.tag), keysOfActivity(context.prefix, target.tag)];
  const listed = versionsOf(context.bucket, [moves, ...Object.values(activity)], limit + 1);
  const versions = await readVersions(context, target, {
    limit,
    versions: listed.then(([first = []]) => first),
  });
  const [, holds = [], log = [], rejections = []] = await listed;
  return {
    ...versions,
    ...(await readActivity(context.bucket, versions, { holds, log, rejections }, limit)),
  };
}

function metadataOf(object: StoredObject | undefined): ToldVersion['metadata'] {
  return object && decodeMetadata(object);
}

/** Nothing when the version was deleted for ever since it was listed. */
async function entryOf(
  context: ReleaseContext,
  tag: string,
  told: readonly ToldVersion[],
  index: number,
  object: StoredObject | undefined,
  runs: Runs,
): Promise<HistoryEntry | undefined> {
  const { version, metadata = {} } = told[index] as ToldVersion;
  if (version.isDeleteMarker) return { ...placeOf(version), by: 'removed', runs: [] };
  if (object === undefined) return undefined;
  const stored = { object, metadata };
  const byHand = await isByHand(context, tag, metadata, told.slice(index + 1));
  // `by` tells who wrote it.
  const archive = { ...taggedArchive(byHand ? withoutMove(stored) : stored), isByHand: undefined };
  return {
    ...archive,
    ...placeOf(version),
    by: byHand ? 'hand' : 'sluice',
    operation: byHand ? undefined : metadata.operation,
    runs: runs.of(version.versionId),
  };
}

function placeOf({ versionId, size, lastModified, isLatest }: ObjectVersion) {
  return { versionId, size, writtenAt: lastModified.toISOString(), isCurrent: isLatest };
}
