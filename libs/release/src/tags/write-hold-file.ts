import { randomUUID } from 'node:crypto';
import { holdKey } from '../keys';
import type { ObjectVersion, WriteCondition } from '../ports/bucket';
import {
  longestHoldFile,
  parseHoldFile,
  readHoldFile,
  type HoldFile,
  type Place,
  type StoredHold,
} from './hold-file';
import { lastInLine, replacedVersion } from './write-order';

/** What several writers did at the same moment is among the newest. */
const versionsToRead = 20;

/**
 * Writes the file if it is still as it was read. On a server that ignores conditions, a file that this write has covered
 * is brought back.
 * @param before what was read; nothing: no hold was ever placed.
 */
export async function writeHoldFile(
  place: Place,
  tag: string,
  before: StoredHold | undefined,
  { hold, unheld }: HoldFile,
): Promise<'written' | 'conflict'> {
  const key = holdKey(place.prefix, tag);
  const write = randomUUID();
  const areHonored = place.bucket.honorsConditions === true;
  const replaces = areHonored ? undefined : replacedVersion(before?.object);
  const told = unheld === undefined ? hold : { unheld, hold };
  const condition: WriteCondition =
    before === undefined ? { kind: 'absent' } : { kind: 'unchanged', etag: before.object.etag };
  let failure: unknown;
  const result = await place.bucket
    .putText(key, textOf({ ...told, write, replaces }), condition)
    .catch((error: unknown) => void (failure = error));
  if (result?.outcome === 'written')
    return areHonored ? 'written' : unlessCovering(place, key, result.versionId, before);
  // After a lost response, a conflict can be with one's own write.
  const now = await readHoldFile(place, tag);
  if (now?.write === write)
    return areHonored ? 'written' : unlessCovering(place, key, now.object.versionId, before);
  if (failure !== undefined) throw failure;
  return 'conflict';
}

function textOf(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Brings back what a write should not have covered. */
async function unlessCovering(
  place: Place,
  key: string,
  mine: string | undefined,
  before: StoredHold | undefined,
): Promise<'written' | 'conflict'> {
  const { bucket } = place;
  const versions = await bucket.versions(key, versionsToRead);
  const older = versions.slice(versions.findIndex(({ versionId }) => versionId === mine) + 1);
  const end = older.findIndex(
    ({ versionId, isDeleteMarker }) => isDeleteMarker || versionId === before?.object.versionId,
  );
  const came = (end < 0 ? older : older.slice(0, end)).reverse();
  const written = await Promise.all(came.map((version) => readVersion(place, version)));
  const expected = before && { versionId: before.object.versionId, writeId: before.write };
  const covered = lastInLine(expected, written);
  if (covered === undefined) return 'written';
  const current = await bucket.head(key);
  // Whoever has covered this write meanwhile looks at the same versions, and brings back what is to be there.
  if (current?.versionId === mine && current !== undefined) {
    const replaces = replacedVersion({ versionId: mine });
    await bucket.putText(key, textOf({ ...covered.content, replaces }), {
      kind: 'unchanged',
      etag: current.etag,
    });
  }
  return 'conflict';
}

async function readVersion({ bucket }: Place, { key, versionId, size, lastModified }: ObjectVersion) {
  const bytes = await bucket.read(key, versionId, 0, Math.min(size, longestHoldFile));
  const { hold, unheld, write, replaces } = parseHoldFile(bytes, lastModified);
  const content = { ...(unheld === undefined ? hold : { unheld, hold }), write };
  return { versionId, writeId: write, replaces, content };
}
