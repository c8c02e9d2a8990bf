import { commitOfKey } from '../../keys';
import { decodeMetadata } from '../../metadata/metadata';
import type { ObjectVersion } from '../../ports/bucket';
import { requireVersioning } from '../../tags/require-versioning';
import type { Prunable, PrunePlanView } from '../../views/prune';
import { systemClock } from '../../watch/clock';
import { mapConcurrently } from '../concurrently';
import { newestPublished, newestWelcome } from '../newest-published';
import { rejectionOf } from '../rejection';
import type { PruneContext } from './context';
import { References, type Identity } from './references';

const requestsAtOnce = 8;

export interface PruneRequest {
  /** Milliseconds: only archives that were published longer ago are deleted. */
  olderThan: number;
  /** So many of the newest uploads stay, however old they are. */
  keep: number;
}

/** An archive that is to be deleted, and the very version that was judged. */
export interface Candidate extends Identity {
  view: Prunable;
  versionId?: string;
}

/** What would be deleted, by what was read; the deed reads again. */
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
 * @throws UnfitBucketError on a bucket without versions, where a deletion would be for ever.
 */
export async function planPrune(
  context: PruneContext,
  { olderThan, keep }: PruneRequest,
): Promise<PrunePlan> {
  await requireVersioning(context.bucket);
  const { archives, versionsOfTags } = await everything(context);
  const [references, ...newest] = await Promise.all([
    References.of(context, versionsOfTags),
    newestPublished(context),
    newestWelcome(context),
  ]);
  const before = (context.clock ?? systemClock).now() - olderThan;
  const judged = await mapConcurrently(archives, requestsAtOnce, (archive, index) => {
    const isRecent = index < keep || archive.lastModified.getTime() > before;
    return isRecent ? 'recent' : judge(context, archive, references, newest);
  });
  const kept: Record<Kept, number> = { recent: 0, needed: 0, newest: 0, rejected: 0, foreign: 0 };
  const candidates: Candidate[] = [];
  for (const verdict of judged) {
    if (typeof verdict === 'string') kept[verdict] += 1;
    else candidates.unshift(verdict);
  }
  const toDelete = candidates.map(({ view }) => view);
  const view: PrunePlanView = {
    archives: archives.length,
    before: new Date(before).toISOString(),
    toDelete,
    size: toDelete.reduce((sum, { size }) => sum + size, 0),
    kept,
  };
  return { view, candidates, references };
}

/** The archives that are there, the newest upload first, and every version of every other `.zip` beside them. */
async function everything({ bucket, prefix }: PruneContext) {
  const archives: ObjectVersion[] = [];
  const versionsOfTags: ObjectVersion[] = [];
  for await (const version of bucket.versionsBelow(prefix, '/')) {
    if (commitOfKey(prefix, version.key) === undefined) {
      if (version.key.endsWith('.zip')) versionsOfTags.push(version);
    } else if (version.isLatest && !version.isDeleteMarker) archives.push(version);
  }
  archives.sort((a, b) => b.lastModified.getTime() - a.lastModified.getTime());
  return { archives, versionsOfTags };
}

async function judge(
  context: PruneContext,
  { key, versionId, etag, size, lastModified }: ObjectVersion,
  references: References,
  newest: readonly (string | undefined)[],
): Promise<Candidate | Kept> {
  const commit = commitOfKey(context.prefix, key) ?? '';
  if (newest.includes(commit)) return 'newest';
  const object = await context.bucket.head(key, versionId);
  const { digest, subject } = object === undefined ? {} : decodeMetadata(object);
  if (digest === undefined) return 'foreign';
  if (references.has({ commit, digest, etag })) return 'needed';
  if ((await rejectionOf(context, commit)) !== undefined) return 'rejected';
  const view = { commit, key, size, writtenAt: lastModified.toISOString(), subject };
  return { commit, digest, etag, versionId, view };
}
