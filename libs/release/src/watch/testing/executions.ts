import type {
  ActionExecution,
  ActionStatus,
  ExecutionStatus,
  PipelineExecution,
} from '../../ports/pipelines';
import type { PipelineScene } from './scripted-pipelines';

export const mine = 'version-mine';
export const theirs = 'version-theirs';

const beginning = Date.UTC(2026, 0, 1);

export function execution(
  id: string,
  status: ExecutionStatus,
  { versionId = mine, ...more }: Partial<PipelineExecution> & { versionId?: string | null } = {},
): PipelineExecution {
  return {
    id,
    status,
    type: 'standard',
    startedAt: new Date(beginning),
    updatedAt: new Date(beginning),
    sourceRevisions:
      versionId === null
        ? []
        : [{ actionName: 'Source', revisionId: versionId, summary: `summary of ${versionId}` }],
    ...more,
  };
}

/** `Source: Succeeded, Build: InProgress`: each stage with one action of its name, newest first. */
export function actions(
  stages: Record<string, ActionStatus>,
  more: Partial<ActionExecution> = {},
): ActionExecution[] {
  const entries = Object.entries(stages);
  return entries
    .map(([stage, status], index) => ({
      stage,
      action: stage,
      status,
      isApproval: false,
      startedAt: new Date(beginning + index * 1000),
      updatedAt: new Date(beginning + index * 1000 + 500),
      ...(index === entries.length - 1 ? more : {}),
    }))
    .reverse();
}

/** One execution that goes well, from `from` seconds on; every stage takes five. */
export function goingWell(from = 0, id = 'e1'): [seconds: number, scene: PipelineScene][] {
  const scene = (status: ExecutionStatus, stages: Record<string, ActionStatus>): PipelineScene => ({
    executions: [execution(id, status)],
    actions: { [id]: actions(stages) },
  });
  return [
    [0, { executions: [] }],
    [from, scene('InProgress', { Source: 'InProgress' })],
    [from + 5, scene('InProgress', { Source: 'Succeeded', Build: 'InProgress' })],
    [from + 10, scene('InProgress', { Source: 'Succeeded', Build: 'Succeeded', Deploy: 'InProgress' })],
    [from + 15, scene('Succeeded', { Source: 'Succeeded', Build: 'Succeeded', Deploy: 'Succeeded' })],
  ];
}
