import pMap from 'p-map';
import type { PrunePlanView } from '@sluice/contract';
import { commitOfKey, newestKey } from '../../keys';
import { candidatesOf, type Newest } from '../../latest/newest';
import { readRegister, type Register } from '../../latest/register';
import type { Commit } from '../../ports/commits';
import type { ObjectVersion } from '../../ports/bucket';
import { systemClock } from '../../clock';
import type { PruneContext } from './context';
import { examine, type Candidate } from './examine';
import { References } from './references';

const requestsAtOnce = 8;

/**
 * A plan makes at most one request for each fifty archives, so that it takes seconds where there are thousands. The
 * listing and the register are two; what is left is for archives one by one, two requests each. A small bucket is looked
 * at more closely than that.
 */
const archivesPerRequest = 50;
const smallBucket = { archives: 100, requests: 40 };

/** S3 lists so many with one request. */
const versionsPerPage = 1000;

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
  /** The commits of all archives that there are. */
  present: ReadonlySet<string>;
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
 */
export async function planPrune(
  context: PruneContext,
  { olderThan, keep }: PruneRequest,
): Promise<PrunePlan> {
  const { archives, versionsOfTags, hasRegister, count } = await everything(context);
  const [references, { newest }] = await Promise.all([
    References.of(context, versionsOfTags, archives),
    // Without one, `latest` is at the newest, and what is on a tag stays in any case.
    hasRegister ? readRegister(context) : ({} as Partial<Register>),
  ]);
  const forLatest = new Set(newest && neededForLatest(newest, archives));
  const before = (context.clock ?? systemClock).now() - olderThan;
  const kept: Record<Kept, number> = { recent: 0, needed: 0, newest: 0, rejected: 0, foreign: 0 };
  const old: Candidate[] = [];
  for (const [index, archive] of archives.entries()) {
    if (index < keep || archive.lastModified.getTime() > before) kept.recent += 1;
    else if (forLatest.has(archive.commit)) kept.newest += 1;
    else if (references.has(archive)) kept.needed += 1;
    else old.unshift(candidate(archive));
  }
  const asked = Math.ceil(count / versionsPerPage) + Number(hasRegister) + references.requests;
  const examined = old.slice(0, Math.max(0, Math.floor((requestsFor(archives.length) - asked) / 2)));
  const findings = await pMap(examined, (one) => examine(context, one, references), {
    concurrency: requestsAtOnce,
  });
  const candidates = [
    ...examined.filter((_, index) => findings[index] === undefined),
    ...old.slice(examined.length),
  ];
  for (const finding of findings) if (finding !== undefined) kept[finding.kept] += 1;
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
  return { view, candidates, references, present: new Set(archives.map(({ commit }) => commit)) };
}

function requestsFor(archives: number): number {
  return archives < smallBucket.archives ? smallBucket.requests : Math.floor(archives / archivesPerRequest);
}

/** The heads that the register names, and the first archive that `latest` can be brought to. */
function neededForLatest(newest: Newest, archives: readonly Archive[]): string[] {
  const present = new Set(archives.map(({ commit }) => commit));
  const candidates = candidatesOf(newest).map(({ commit }) => commit);
  const heads = [newest, ...(newest.siblings ?? [])].map(({ commit }) => commit);
  return [...heads, ...candidates.filter((commit) => present.has(commit)).slice(0, 1)];
}

type Archive = ObjectVersion & { commit: string };

/**
 * The archives that are there, the newest upload first, every version of every other `.zip` beside them, and whether the
 * register is there.
 */
async function everything({ bucket, prefix }: PruneContext) {
  const archives: Archive[] = [];
  const versionsOfTags: ObjectVersion[] = [];
  let [count, hasRegister] = [0, false];
  for await (const version of bucket.versionsBelow(prefix, '/')) {
    count += 1;
    const commit = commitOfKey(prefix, version.key);
    if (commit === undefined) {
      if (version.key.endsWith('.zip')) versionsOfTags.push(version);
      hasRegister ||= version.key === newestKey(prefix) && version.isLatest && !version.isDeleteMarker;
    } else if (version.isLatest && !version.isDeleteMarker) archives.push({ ...version, commit });
  }
  archives.sort((a, b) => b.lastModified.getTime() - a.lastModified.getTime());
  return { archives, versionsOfTags, hasRegister, count };
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
