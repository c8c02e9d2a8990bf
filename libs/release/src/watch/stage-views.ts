import type { StageView } from '@sluice/contract';
import type { ActionExecution, PipelineExecution } from '../ports/pipelines';
import { isOver } from './execution-match';

/**
 * The stages of an execution, those that are yet to come too. `names` may be incomplete; what ran is added in the
 * order in which it started.
 */
export function stageViews(
  names: readonly string[],
  execution: PipelineExecution,
  actions: readonly ActionExecution[],
): StageView[] {
  const started = [...actions].sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  const all = [...new Set([...names, ...started.map(({ stage }) => stage)])];
  const reached = all.findLastIndex((name) => started.some(({ stage }) => stage === name));
  return all.map((name, index) =>
    stageView(name, latestTries(started.filter(({ stage }) => stage === name)), {
      // Between two actions of one stage nothing runs, so only what comes after it says that a stage is through.
      isThrough: index < reached || isOver(execution),
    }),
  );
}

function latestTries(startedInOrder: ActionExecution[]): ActionExecution[] {
  return [...new Map(startedInOrder.map((action) => [action.action, action])).values()];
}

function stageView(
  name: string,
  actions: ActionExecution[],
  { isThrough }: { isThrough: boolean },
): StageView {
  const [first] = actions;
  if (first === undefined) return { name, status: 'waiting' };
  const startedAt = first.startedAt.toISOString();
  const last = Math.max(...actions.map(({ updatedAt }) => updatedAt.getTime()));
  const endedAt = new Date(last).toISOString();
  const of = (status: ActionExecution['status']) => actions.find((action) => action.status === status);
  const failed = of('Failed');
  if (failed !== undefined)
    return { name, status: 'failed', startedAt, endedAt, ...told(failed), error: failed.error };
  const abandoned = of('Abandoned');
  if (abandoned !== undefined) return { name, status: 'stopped', startedAt, endedAt, ...told(abandoned) };
  const running = of('InProgress');
  if (running !== undefined) {
    return { name, status: 'running', startedAt, ...told(running), awaitsApproval: running.isApproval };
  }
  return isThrough
    ? { name, status: 'succeeded', startedAt, endedAt, summary: actions.at(-1)?.summary }
    : { name, status: 'running', startedAt };
}

function told({ action, summary, url }: ActionExecution): Pick<StageView, 'action' | 'summary' | 'url'> {
  return { action, summary, url };
}
