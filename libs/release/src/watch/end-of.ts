import type { PipelineEnd, StageView } from '@sluice/contract';
import type { PipelineExecution } from '../ports/pipelines';
import type { ExecutionMatch } from './execution-match';

/** What became of an execution; nothing while it is in progress. */
export function endOf(
  mine: PipelineExecution,
  { newer, rollback }: Pick<ExecutionMatch, 'newer' | 'rollback'>,
  stages: readonly StageView[],
): PipelineEnd | undefined {
  switch (mine.status) {
    case 'InProgress':
    case 'Stopping':
      return undefined;
    case 'Succeeded':
      return rollback === undefined || changesNothing(rollback)
        ? { kind: 'succeeded' }
        : rolledBack(rollback);
    case 'Failed':
      return {
        kind: 'failed',
        stage: stages.find(({ status }) => status === 'failed'),
        summary: mine.statusSummary,
        rollback: rollback && { executionId: rollback.id },
      };
    case 'Stopped':
      return { kind: 'stopped', reason: mine.stopReason };
    case 'Cancelled':
      return { kind: 'cancelled' };
    case 'Superseded':
      return { kind: 'superseded', by: overtaker(newer) };
  }
}

/** A rollback that came to nothing leaves what ran before. */
function changesNothing({ status }: PipelineExecution): boolean {
  return status === 'Failed' || status === 'Stopped' || status === 'Cancelled';
}

function rolledBack({ id, sourceRevisions: [revision] }: PipelineExecution): PipelineEnd {
  return {
    kind: 'rolled-back',
    executionId: id,
    versionId: revision?.revisionId,
    summary: revision?.summary,
  };
}

/** The one that came next; later ones may have overtaken that one in turn. */
function overtaker(newer: readonly PipelineExecution[]) {
  const next = newer.at(-1);
  if (next === undefined) return undefined;
  const [revision] = next.sourceRevisions;
  return { executionId: next.id, versionId: revision?.revisionId, summary: revision?.summary };
}
