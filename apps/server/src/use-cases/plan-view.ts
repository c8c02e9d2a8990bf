import type { FileChanges, MovePlan } from '@sluice/contract';
import type { PromotionPlan, RollbackPlan } from '@sluice/release';

const mostCommits = 200;
const mostFiles = 1_000;

/** A plan as the contract tells it; long lists are cut. */
export function planView(environment: string, plan: PromotionPlan): MovePlan {
  const { source, from, gateResults, ancestry } = plan;
  const { metadata } = source.archive;
  const areKnown = ancestry !== undefined && ancestry !== 'unknown';
  return {
    environment,
    tag: plan.tag,
    environments: plan.environments.map(({ name }) => name),
    from: from && { commit: from.metadata.commit, subject: from.metadata.subject },
    to: { commit: metadata.commit ?? source.commit, subject: metadata.subject },
    ancestry,
    commits: plan.commits.slice(0, mostCommits),
    commitCount: areKnown ? plan.commits.length : undefined,
    files: plan.files && cut(plan.files),
    filesNotCompared: plan.filesNotCompared,
    fileCounts: plan.files && countsOf(plan.files),
    gateResults,
    isAllowed: gateResults.every(({ ok }) => ok),
    isCurrent: plan.isCurrent,
    confirm: needsName(plan),
    expects: versionOnTag(plan),
  };
}

/** A rollback's plan also explains why it goes where it goes. */
export function rollbackView(environment: string, { plan, basis, skipped }: RollbackPlan): MovePlan {
  return {
    ...planView(environment, plan),
    basis,
    skipped: skipped.map(({ entry: { commit, subject, writtenAt }, why }) => ({
      commit,
      subject,
      writtenAt,
      why,
    })),
  };
}

/** Whether the environment's name must be typed: one of those that share the tag is enough. */
export function needsName({ environments }: PromotionPlan): boolean {
  return environments.some(({ confirm }) => confirm);
}

export function versionOnTag({ from }: PromotionPlan): string | null {
  return from === undefined ? null : (from.object.versionId ?? '');
}

function countsOf({ added, changed, removed }: FileChanges): MovePlan['fileCounts'] {
  return { added: added.length, changed: changed.length, removed: removed.length };
}

function cut({ added, changed, removed }: FileChanges): FileChanges {
  return {
    added: added.slice(0, mostFiles),
    changed: changed.slice(0, mostFiles),
    removed: removed.slice(0, mostFiles),
  };
}
