import type { PrunePlanView } from '@sluice/contract';
import { commitOfKey } from '../../keys';
import { commitsThatLatestNeeds } from '../../latest/newest-published';
import type { Commit } from '../../ports/commits';
import type { ObjectVersion } from '../../ports/bucket';
import { assertVersioned } from '../../tags/require-versioning';
import { systemClock } from '../../clock';
import { mapConcurrently } from '../../concurrently';
import type { PruneContext } from './context';
import { runDoctor, type Candidate } from './examine';
import { References } from './references';

const requestsAtOnce = 8;

/**
 * A plan makes about one request for each fifty archives, so that it takes seconds where there are thousands. What is
 * left of that is for archives one by one, two requests each; in a small bucket there are these many at the least.
 */
const archivesPerRequest = 50;
const fewestRequests = 40;

/** The listing's pages of 1,000, the tags and the newest commits take about these. */
const versionsPerPage = 1000;
const requestsBeside = 20;

export interface PruneRequest {
  /** Milliseconds: only archives that were published longer ago are deleted. */
  olderThan: number;
  /** So many of the newest uploads stay, however old they are. */
  keep: number;
}

/** What would be deleted, by what was read; the deletion looks at each again. */
export interface PrunePlan {
  view: PrunePlanView;
  candidates: Candidate[];
  references: References;
}

type Kept = keyof PrunePlanView['kept'];

/**
 * Finds the archives that nothing needs any more. What a version of any tag refers to stays, be it noncurrent, or of a
 * tag that no environment names: a rollback may go there. So do the newest commit, because a released hold brings
 * `latest` to it, and what was rejected, because the rejection would be gone with it. Writes nothing.
 *
 * One listing tells which archives there are, and by their ETags which of them the tags had. Only metadata and object
 * tags tell the rest, and S3 lists neither: the oldest archives are looked at one by one, as many as the plan's share of
 * requests allows; the others are named by the listing alone, and `prune` looks at each before it deletes it.
 * @throws SluiceError `unfit-bucket` on a bucket without versions, where a deletion would be for ever.
 */
export async function planPrune(
  context: PruneContext,
  { olderThan, keep }: PruneRequest,
): Promise<PrunePlan> {
  await assertVersioned(context.bucket);
  const { archives, versionsOfTags, count } = await everything(context);
  const [references, needed] = await Promise.all([
    References.of(context, versionsOfTags, archives),
    commitsThatLatestNeeds(context),
  ]);
  const newest = new Set(needed);
  const before = (context.clock ?? systemClock).now() - olderThan;
  const kept: Record<Kept, number> = { recent: 0, needed: 0, newest: 0, rejected: 0, foreign: 0 };
  const old: Candidate[] = [];
  for (const [index, archive] of archives.entries()) {
    if (index < keep || archive.lastModified.getTime() > before) kept.recent += 1;
    else if (newest.has(archive.commit)) kept.newest += 1;
    else if (references.has(archive)) kept.needed += 1;
    else old.unshift(candidate(archive));
  }
  const share = Math.max(archives.length / archivesPerRequest, fewestRequests);
  const left = share - count / versionsPerPage - requestsBeside - references.requests;
  const examined = old.slice(0, Math.max(0, Math.floor(left / 2)));
  const gateResults = await mapConcurrently(examined, requestsAtOnce, (one) =>
    runDoctor(context, one, references),
  );
  const candidates = [
    ...examined.filter((_, index) => gateResults[index] === undefined),
    ...old.slice(examined.length),
  ];
  for (const gateResult of gateResults) if (gateResult !== undefined) kept[gateResult.kept] += 1;
  await describe(context, candidates);
  const toDelete = candidates.map(({ view }) => view);
  const view: PrunePlanView = {
    archives: archives.length,
    before: new Date(before).toISOString(),
    toDelete,
    notExamined: old.length - examined.length,
    size: toDelete.reduce((sum, { size }) => sum + size, 0),
    kept,
  };
  return { view, candidates, references };
}

type Archive = ObjectVersion & { commit: string };

/** The archives that are there, the newest upload first, and every version of every other `.zip` beside them. */
async function everything({ bucket, prefix }: PruneContext) {
  const archives: Archive[] = [];
  const versionsOfTags: ObjectVersion[] = [];
  let count = 0;
  for await (const version of bucket.versionsBelow(prefix, '/')) {
    count += 1;
    const commit = commitOfKey(prefix, version.key);
    if (commit === undefined) {
      if (version.key.endsWith('.zip')) versionsOfTags.push(version);
    } else if (version.isLatest && !version.isDeleteMarker) archives.push({ ...version, commit });
  }
  archives.sort((a, b) => b.lastModified.getTime() - a.lastModified.getTime());
  return { archives, versionsOfTags, count };
}

function candidate({ commit, key, versionId, etag, size, lastModified }: Archive): Candidate {
  return { commit, etag, versionId, view: { commit, key, size, writtenAt: lastModified.toISOString() } };
}

/** Subjects from the clone, where the metadata of an archive were not read. */
async function describe({ commits }: PruneContext, candidates: readonly Candidate[]): Promise<void> {
  const unknown = candidates.filter(({ view }) => view.subject === undefined);
  const described: Map<string, Commit> =
    unknown.length === 0 ? new Map() : await commits.describeAll(unknown.map(({ commit }) => commit));
  for (const { commit, view } of unknown) view.subject = described.get(commit)?.subject;
}
