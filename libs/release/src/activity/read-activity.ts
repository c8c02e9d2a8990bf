import pMap from 'p-map';
import type { Activity, HistoryEntry } from '@sluice/contract';
import { activityKey, holdKey, rejectionsKey, type Prefix } from '../keys';
import type { Bucket, ObjectVersion } from '../ports/bucket';
import { parseHoldFile, type HoldFile } from '../tags/hold-file';
import { recordsOf } from './log';
import { mergeLines, type Line } from './merge';

const requestsAtOnce = 8;
const readAtMost = 64 * 1024;

/** What else than the tag tells what was done to it. */
export function keysOfActivity(prefix: Prefix, tag: string) {
  return { holds: holdKey(prefix, tag), log: activityKey(prefix, tag), rejections: rejectionsKey(prefix) };
}

/**
 * All that was done to a tag: its versions, those of its hold, and the logs of what moves nothing. No log is written for
 * moves and holds: the write that does it is the record of it.
 * @param listed the newest versions of each of {@link keysOfActivity}, one more than `limit`.
 * @param limit versions of each object.
 */
export async function readActivity(
  bucket: Bucket,
  moves: { entries: readonly HistoryEntry[]; isTruncated: boolean },
  { holds, log, rejections }: Record<keyof ReturnType<typeof keysOfActivity>, ObjectVersion[]>,
  limit: number,
): Promise<Line> {
  const others = await Promise.all([
    holdLine(bucket, holds, limit),
    logLine(bucket, log, limit),
    logLine(bucket, rejections, limit),
  ]);
  return mergeLines({ activity: moves.entries.map(moveOf), isTruncated: moves.isTruncated }, others);
}

function moveOf(entry: HistoryEntry): Activity {
  const { by, writtenAt: at, actor, reason, run, commit, previous, versionId, operation } = entry;
  if (by === 'removed') return { kind: 'removal', at, versionId, object: 'tag' };
  if (by === 'hand') return { kind: 'hand-copy', at, commit, versionId };
  const kind = operation === 'rollback' ? 'rollback' : 'move';
  return { kind, at, actor, reason, run, commit, from: previous, versionId };
}

function newest(versions: readonly ObjectVersion[], limit: number) {
  return { versions: versions.slice(0, limit), isTruncated: versions.length > limit };
}

async function logLine(bucket: Bucket, listed: ObjectVersion[], limit: number): Promise<Line> {
  const { versions, isTruncated } = newest(listed, limit);
  const logged = await recordsOf(bucket, versions);
  const activity = logged.map(({ version, record }) => {
    const { kind, actor, reason, run, commit, versionId: ranAgain, environments } = record;
    return { kind, at: timeOf(version), actor, reason, run, commit, versionId: ranAgain, environments };
  });
  return { activity, isTruncated };
}

async function holdLine(bucket: Bucket, listed: ObjectVersion[], limit: number): Promise<Line> {
  const { versions, isTruncated } = newest(listed, limit);
  const files = await pMap(versions, (version) => holdFileOf(bucket, version), {
    concurrency: requestsAtOnce,
  });
  const activity = versions.flatMap((version, index) => {
    const told = holdActivity(version, files[index], files[index + 1]);
    return told === undefined ? [] : [told];
  });
  return { activity, isTruncated };
}

/** What a version of a hold's object says; nothing of a delete marker. */
export async function holdFileOf(bucket: Bucket, version: ObjectVersion): Promise<HoldFile | undefined> {
  if (version.isDeleteMarker) return undefined;
  const { key, versionId, size, lastModified } = version;
  return parseHoldFile(await bucket.read(key, versionId, 0, Math.min(size, readAtMost)), lastModified);
}

/**
 * What one version of a hold's object did. One that only notes a rollback over the hold of someone else did nothing: the
 * move itself tells of it.
 * @param before what the version before it says.
 */
export function holdActivity(
  version: ObjectVersion,
  file: HoldFile | undefined,
  before: HoldFile | undefined,
): Activity | undefined {
  const at = timeOf(version);
  if (file === undefined) return { kind: 'removal', at, object: 'hold' };
  const { hold, unheld } = file;
  if (unheld !== undefined) {
    const { actor, reason, run } = unheld;
    return { kind: 'unhold', at, actor, reason, run };
  }
  const isSame = before !== undefined && before.unheld === undefined && before.hold.id === hold.id;
  if (isSame && hold.id !== undefined) return undefined;
  const { actor, reason, rollback } = hold;
  // Whether it came to be is told by the move, or by its absence.
  const purpose = rollback && ['for a rollback', rollback.reason].filter(Boolean).join(': ');
  return { kind: 'hold', at, actor, reason: [reason, purpose].filter(Boolean).join('; ') || undefined };
}

function timeOf({ lastModified }: ObjectVersion): string {
  return lastModified.toISOString();
}
