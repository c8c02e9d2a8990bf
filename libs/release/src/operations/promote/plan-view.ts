import type { PlanView } from '@sluice/contract';
import { archiveView, taggedArchive } from '../../archives/archive-view';
import type { PromotionPlan } from './plan';

export function planView(plan: PromotionPlan): PlanView {
  const { tag, ancestry, commits, files, filesNotCompared, verdicts, isCurrent, from, source } = plan;
  const standsInFor = source.standsIn === undefined ? undefined : source.commit;
  const commit = source.archive.metadata.commit ?? source.commit;
  return {
    tag,
    environments: plan.environments.map(({ name }) => name),
    from: from && taggedArchive(from),
    to: { ...archiveView(source.archive), commit, standsInFor },
    ancestry,
    commits,
    files,
    filesNotCompared,
    verdicts,
    isCurrent,
  };
}
