import type { PlanView } from '@sluice/contract';
import { archiveView, taggedArchive } from '../../archives/archive-view';
import type { PromotionPlan } from './plan';

export function planView(plan: PromotionPlan): PlanView {
  const { tag, ancestry, commits, files, filesNotCompared, gateResults, isCurrent, from, source } = plan;
  const requestedCommit = source.servedBy === undefined ? undefined : source.commit;
  const commit = source.archive.metadata.commit ?? source.commit;
  return {
    tag,
    environments: plan.environments.map(({ name }) => name),
    from: from && taggedArchive(from),
    to: { ...archiveView(source.archive), commit, requestedCommit },
    ancestry,
    commits,
    files,
    filesNotCompared,
    gateResults,
    isCurrent,
  };
}
