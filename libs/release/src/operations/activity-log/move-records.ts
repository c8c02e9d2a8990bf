import pMap from 'p-map';
import type { ActivityLogKind } from '@sluice/contract';
import type { ReleaseContext } from '../../context';
import type { EnvironmentSettings } from '../../config/settings';
import { tagKey } from '../../keys';
import { decodeMetadata, type ReleaseMetadata } from '../../metadata/metadata';
import type { ObjectVersion } from '../../ports/bucket';
import { isByHand, type ToldVersion } from '../../tags/by-hand';
import { replacedVersion } from '../../tags/write-order';
import type { Runs } from '../../watch/runs';
import { entryId } from './entry-id';
import type { ActivityRecord, ReadRecord } from './record';

export const moveKinds: readonly ActivityLogKind[] = [
  'publish',
  'promote',
  'rollback',
  'move',
  'hand-copy',
  'removal',
];

/** Earlier versions that are read to tell whether one was copied from them. */
const versionsToCompare = 20;
const requestsAtOnce = 8;

/** One for each version of a tag: where it moved to. */
export function moveRecords(
  context: ReleaseContext,
  { tag, environments }: { tag: string; environments: readonly EnvironmentSettings[] },
  versions: readonly ObjectVersion[],
  runs: Runs,
): ActivityRecord[] {
  const names = environments.map(({ name }) => name);
  return versions.map((version, index) => ({
    app: context.settings.app,
    id: entryId('tag', tag, version.versionId),
    at: version.lastModified.toISOString(),
    kinds: moveKinds,
    environments: names,
    read: async (): Promise<ReadRecord | undefined> => {
      const { versionId, isDeleteMarker } = version;
      if (isDeleteMarker) return { kind: 'removal', object: 'tag', tag, environments: names, versionId };
      const found = await readMove(context, tag, versions, index);
      if (found === undefined) return undefined;
      const { byHand, commit, subject, actor, reason, run, previous, operation } = found;
      const what = { tag, environments: names, commit, subject, versionId, runs: runs.of(versionId) };
      if (byHand) return { ...what, kind: 'hand-copy' };
      const kind = operation === undefined || operation === 'unhold' ? 'move' : operation;
      return { ...what, kind, actor, reason, run, from: previous };
    },
  }));
}

/** What is beside one version of a tag; nothing when it was deleted for ever since it was listed. */
export async function readMove(
  context: ReleaseContext,
  tag: string,
  versions: readonly ObjectVersion[],
  index: number,
): Promise<(Partial<ReleaseMetadata> & { byHand: boolean }) | undefined> {
  const object = await context.bucket.head(tagKey(context.prefix, tag), versions[index]?.versionId);
  if (object === undefined) return undefined;
  const metadata = decodeMetadata(object);
  const older = versions.slice(index + 1);
  // One that names its predecessor was written there: what is beside those before it need not be read.
  const isPlain = older[0] !== undefined && metadata.replaces === replacedVersion(older[0]);
  const told = isPlain ? older.map((version) => ({ version })) : await withMetadata(context, tag, older);
  return { ...metadata, byHand: await isByHand(context, tag, metadata, told) };
}

async function withMetadata(
  { bucket, prefix }: ReleaseContext,
  tag: string,
  versions: readonly ObjectVersion[],
): Promise<ToldVersion[]> {
  const near = await pMap(
    versions.slice(0, versionsToCompare),
    async (version) => {
      const object = version.isDeleteMarker
        ? undefined
        : await bucket.head(tagKey(prefix, tag), version.versionId);
      return { version, metadata: object && decodeMetadata(object) };
    },
    { concurrency: requestsAtOnce },
  );
  return [...near, ...versions.slice(versionsToCompare).map((version) => ({ version }))];
}
