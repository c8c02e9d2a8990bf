import type { PipelineExecution } from '../ports/pipelines';

/** What a list of executions says about one version of the source. */
export interface ExecutionMatch {
  /** The newest standard execution that carries the version: duplicate starts are one deployment. */
  mine?: PipelineExecution;
  /** Standard executions of other versions that started after `mine`, or at all when there is none; newest first. */
  newer: PipelineExecution[];
  /** The newest rollback after `mine` that puts another version back. */
  rollback?: PipelineExecution;
  /** A rollback that carries the version itself. It is no deployment of what was written. */
  rollbackToMine?: PipelineExecution;
}

export function carries(execution: PipelineExecution, versionId: string): boolean {
  return execution.sourceRevisions.some(({ revisionId }) => revisionId === versionId);
}

/** `executions` newest first, as CodePipeline lists them. */
export function matchExecutions(executions: readonly PipelineExecution[], versionId: string): ExecutionMatch {
  const at = executions.findIndex((one) => one.type === 'standard' && carries(one, versionId));
  const after = at < 0 ? executions : executions.slice(0, at);
  return {
    mine: executions[at],
    newer: after.filter((one) => one.type === 'standard'),
    rollback: after.find((one) => one.type === 'rollback' && !carries(one, versionId)),
    rollbackToMine: executions.find((one) => one.type === 'rollback' && carries(one, versionId)),
  };
}

/** `executions` newest first, down to one of them; none while that one is not listed yet. */
export function sinceStart(
  executions: readonly PipelineExecution[],
  startedWith: string | undefined,
): readonly PipelineExecution[] {
  if (startedWith === undefined) return executions;
  return executions.slice(0, executions.findIndex(({ id }) => id === startedWith) + 1);
}

export function isOver({ status }: PipelineExecution): boolean {
  return status !== 'InProgress' && status !== 'Stopping';
}
