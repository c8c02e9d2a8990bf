import type { Execution, StageName } from '../model/execution';
import { isFinished, lastRun, stageNames } from '../model/execution';
import type { ExecutionHistory } from './execution-history';
import type { PipelineFiles } from './pipeline-files';

export interface RecoveryOptions {
  history: ExecutionHistory;
  files: PipelineFiles;
  stop(execution: Execution): void;
  resume(stage: StageName, execution: Execution): void;
}

/**
 * Takes up executions that were in progress when the process ended: a run that was interrupted is Abandoned, and its
 * stage runs again. Older executions go first, so that a newer one supersedes them as if nothing had happened.
 */
export function recoverExecutions({ history, files, stop, resume }: RecoveryOptions): void {
  const unfinished = history.oldestFirst.filter((execution) => !isFinished(execution));
  for (const execution of unfinished) {
    for (const run of execution.runs) {
      if (run.status !== 'InProgress') continue;
      Object.assign(run, { status: 'Abandoned', summary: 'The process that ran this action exited' });
      run.lastUpdateTime = new Date().toISOString();
    }
    history.save(execution);
    if (execution.status === 'Stopping') stop(execution);
    else resume(stageToResume(execution, files), execution);
  }
}

function stageToResume(execution: Execution, files: PipelineFiles): StageName {
  const next = stageNames.find((stage) => lastRun(execution, stage)?.status !== 'Succeeded') ?? 'Deploy';
  return next === 'Deploy' && !files.hasArtifact(execution.id) ? 'Build' : next;
}
