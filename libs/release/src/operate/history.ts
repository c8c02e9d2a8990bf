import { tagKey } from '../keys';
import { decodeMetadata } from '../metadata/metadata';
import type { ObjectVersion } from '../ports/bucket';
import type { Target } from '../promote/target';
import { readArchive, type Stored } from '../tags/read-tag';
import { taggedArchive } from '../views/archive';
import type { History, HistoryEntry } from '../views/history';
import { mapConcurrently } from './concurrently';
import type { OperateContext } from './context';
import { readRuns, type Runs } from './runs';

const requestsAtOnce = 8;

/** The history of a tag: the versions of its object are it. One HEAD for each, because S3 lists no metadata. */
export async function readHistory(
  context: OperateContext,
  target: Target,
  { limit = 20 }: { limit?: number } = {},
): Promise<History> {
  const key = tagKey(context.prefix, target.tag);
  const [versions, runs] = await Promise.all([
    context.bucket.versions(key, limit + 1),
    readRuns(context, target.environments),
  ]);
  const archives = new Map<string, Promise<Stored | undefined>>();
  const archiveOf = (sha: string) => {
    const archive = archives.get(sha) ?? readArchive(context, sha);
    archives.set(sha, archive);
    return archive;
  };
  const entries = await mapConcurrently(versions.slice(0, limit), requestsAtOnce, (version) =>
    entryOf(context, version, runs, archiveOf),
  );
  return {
    tag: target.tag,
    environments: target.environments.map(({ name }) => name),
    entries: entries.filter((entry) => entry !== undefined),
    isTruncated: versions.length > limit,
    arePipelinesKnown: runs.isKnown,
  };
}

/** Nothing when the version was deleted for ever since it was listed. */
async function entryOf(
  { bucket }: OperateContext,
  version: ObjectVersion,
  runs: Runs,
  archiveOf: (sha: string) => Promise<Stored | undefined>,
): Promise<HistoryEntry | undefined> {
  const { key, versionId, size, lastModified, isLatest } = version;
  const place = { versionId, size, writtenAt: lastModified.toISOString(), isCurrent: isLatest };
  if (version.isDeleteMarker) return { ...place, by: 'removed', runs: [] };
  const object = await bucket.head(key, versionId);
  if (object === undefined) return undefined;
  const metadata = decodeMetadata(object);
  const { commit, deployId } = metadata;
  const archive = commit === undefined ? undefined : await archiveOf(commit);
  // `aws s3 cp` takes the archive's metadata along, its deploy-id too; a promotion writes one of its own.
  const isByHand = deployId === undefined || deployId === archive?.metadata.deployId;
  return {
    ...taggedArchive({ object, metadata }),
    ...place,
    by: isByHand ? 'hand' : 'sluice',
    runs: runs.of(versionId),
  };
}
