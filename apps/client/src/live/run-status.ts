import type { ExecutionStatus, StageProgress } from '@sluice/contract';

/** What Cloudscape's indicator calls it, and the words beside it. */
interface Indication {
  type: 'success' | 'error' | 'warning' | 'stopped' | 'pending' | 'in-progress';
  text: string;
}

const runs: Record<ExecutionStatus, Indication> = {
  InProgress: { type: 'in-progress', text: 'In progress' },
  Stopping: { type: 'in-progress', text: 'Stopping' },
  Stopped: { type: 'stopped', text: 'Stopped' },
  Cancelled: { type: 'stopped', text: 'Cancelled' },
  Succeeded: { type: 'success', text: 'Succeeded' },
  Superseded: { type: 'warning', text: 'Superseded' },
  Failed: { type: 'error', text: 'Failed' },
};

const stages: Record<StageProgress['status'], Indication> = {
  waiting: { type: 'pending', text: 'Waiting' },
  running: { type: 'in-progress', text: 'In progress' },
  succeeded: { type: 'success', text: 'Succeeded' },
  failed: { type: 'error', text: 'Failed' },
  stopped: { type: 'stopped', text: 'Stopped' },
};

export function runIndication(status: ExecutionStatus): Indication {
  return runs[status] ?? { type: 'pending', text: status };
}

export function stageIndication(status: StageProgress['status']): Indication {
  return stages[status] ?? { type: 'pending', text: status };
}

export type RunEnd = 'succeeded' | 'failed' | 'superseded' | 'stopped';

/** Nothing while it continues. */
export function endOf(status: ExecutionStatus): RunEnd | undefined {
  switch (status) {
    case 'Succeeded':
      return 'succeeded';
    case 'Failed':
      return 'failed';
    case 'Superseded':
      return 'superseded';
    case 'Stopped':
    case 'Cancelled':
      return 'stopped';
    default:
      return undefined;
  }
}
