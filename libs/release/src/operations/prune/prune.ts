import pMap from 'p-map';
import type { PruneResult } from '@sluice/contract';
import { commitsThatLatestNeeds } from '../../latest/newest-published';
import { assertVersioned } from '../../tags/require-versioning';
import type { PruneContext } from './context';
import { examine, neededBy, neededByLatest, type Candidate } from './examine';
import type { PrunePlan } from './plan';
import { pruneProvenance } from './provenance';

const requestsAtOnce = 16;

/**
 * Archives that one request deletes. It could be 1,000, but all of them are looked at right before, and so few that no
 * more than a second or two lies between the first look and the deletion.
 */
const archivesAtOnce = 250;

/**
 * Deletes what the plan names, each archive after another look: a tag that has moved onto it since saves it, and so
 * does whatever became of the archive itself. Nothing is deleted for ever: a delete marker hides each archive, and then
 * its provenance; their versions stay until the bucket's lifecycle removes them. The same commit may be published again at any time.
 * @returns what was deleted, what was not to be deleted after all, and what the bucket would not delete.
 * @throws SluiceError on a bucket without versions, where a deletion would be for ever; and what the bucket answered
 * when it could not be asked.
 */
export async function prune(
  context: PruneContext,
  { candidates, references, present }: PrunePlan,
): Promise<PruneResult> {
  await assertVersioned(context.bucket);
  const done: PruneResult = { deleted: [], size: 0, spared: [], failed: [] };
  try {
    for (let start = 0; start < candidates.length; start += archivesAtOnce) {
      await pruneSome(context, candidates.slice(start, start + archivesAtOnce), references, done);
    }
    const deleted = done.deleted.map(({ commit }) => commit);
    await pruneProvenance(context, present, deleted);
  } catch (error) {
    const message = `${done.deleted.length} of ${candidates.length} archives were deleted before it failed.`;
    context.report({ kind: 'warning', message });
    throw error;
  }
  done.size = done.deleted.reduce((sum, { size }) => sum + size, 0);
  return done;
}

async function pruneSome(
  context: PruneContext,
  candidates: readonly Candidate[],
  references: PrunePlan['references'],
  done: PruneResult,
): Promise<void> {
  const findings = await pMap(candidates, (one) => examine(context, one, references), {
    concurrency: requestsAtOnce,
  });
  const forLatest = new Set(await commitsThatLatestNeeds(context));
  // Last of all: what moves most is what tags name.
  await references.refresh();
  const going: Candidate[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const staying =
      findings[index] ?? neededBy(references, candidate) ?? neededByLatest(forLatest, candidate);
    if (staying === undefined) going.push(candidate);
    else done.spared.push({ ...candidate.view, why: staying.why });
  }
  if (going.length === 0) return;
  const failures = await context.bucket.removeAll(going.map(({ view }) => view.key));
  const whyNot = new Map(failures.map(({ key, why }) => [key, why]));
  for (const { view } of going) {
    const why = whyNot.get(view.key);
    if (why === undefined) done.deleted.push(view);
    else done.failed.push({ ...view, why });
  }
}
