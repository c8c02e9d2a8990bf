import type { Pruning } from '../../views/prune';
import { mapConcurrently } from '../concurrently';
import { rejectionOf } from '../rejection';
import type { PruneContext } from './context';
import type { Candidate, PrunePlan } from './plan';

const requestsAtOnce = 8;

/**
 * Deletes what the plan names, each archive after another look: a tag that has moved onto it since saves it, and so
 * does whatever became of the archive itself. Nothing is deleted for ever: a delete marker hides each archive, and its
 * version stays until the bucket's lifecycle removes it. The same commit may be published again at any time.
 * @throws what the bucket answered first, once every deletion in flight has ended.
 */
export async function prune(context: PruneContext, { candidates, references }: PrunePlan): Promise<Pruning> {
  const deleted: Pruning['deleted'] = [];
  const spared: Pruning['spared'] = [];
  const failures: unknown[] = [];
  await mapConcurrently(candidates, requestsAtOnce, async (candidate) => {
    if (failures.length > 0) return;
    try {
      const why = await whySpared(context, candidate, references);
      if (why === undefined) await context.bucket.remove(candidate.view.key);
      if (why === undefined) deleted.push(candidate.view);
      else spared.push({ ...candidate.view, why });
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) {
    const message = `${deleted.length} of ${candidates.length} archives were deleted before it failed.`;
    context.report({ kind: 'warning', message });
    throw failures[0];
  }
  return { deleted, size: deleted.reduce((sum, { size }) => sum + size, 0), spared };
}

async function whySpared(
  context: PruneContext,
  candidate: Candidate,
  references: PrunePlan['references'],
): Promise<string | undefined> {
  const { key } = candidate.view;
  const current = await context.bucket.head(key);
  if (current === undefined) return 'somebody else deleted it';
  if (current.versionId !== candidate.versionId) return 'it was written anew';
  if ((await rejectionOf(context, candidate.commit)) !== undefined) return 'it was rejected';
  await references.refresh();
  return references.has(candidate) ? 'a tag has come to need it' : undefined;
}
