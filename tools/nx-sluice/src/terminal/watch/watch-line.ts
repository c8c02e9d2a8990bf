import type { PipelineEnd, StageView } from '@sluice/contract';
import type { WatchEvent } from '@sluice/release';
import { afterTime, duration } from './duration';

/** One word or two for each end. */
export const endLabels: Record<PipelineEnd['kind'], string> = {
  succeeded: 'succeeded',
  failed: 'failed',
  'rolled-back': 'rolled back',
  stopped: 'stopped',
  cancelled: 'cancelled',
  superseded: 'superseded',
  'never-started': 'never started',
  'credentials-expired': 'unknown: credentials expired',
  unknown: 'unknown',
  unfinished: 'still in progress',
  interrupted: 'no longer watched',
};

/** What happened, in one line. Texts of others come through as they are: the printer makes them harmless. */
export function watchLine(event: WatchEvent): string {
  return `${event.environment}: ${whatHappened(event)}`;
}

export function whatHappened(event: WatchEvent): string {
  switch (event.kind) {
    case 'waiting':
      return `waiting for ${event.pipeline} to start on version ${event.versionId}.`;
    case 'execution': {
      const at = event.url === undefined ? '' : ` ${event.url}`;
      return event.replaces === undefined
        ? `execution ${event.execution.id} has started for this version.${at}`
        : `execution ${event.execution.id}, on the same version, replaces ${event.replaces}.${at}`;
    }
    case 'stage':
      return stageWords(event.stage);
    case 'closed':
      return `waits before ${event.stage}, because the transition into it is disabled${
        event.reason === undefined ? '' : `: ${event.reason}`
      }.`;
    case 'rollback':
      return `execution ${event.execution.id} is a rollback to ${
        event.execution.sourceRevisions[0]?.summary ?? 'an earlier version'
      }.`;
    case 'trouble':
      return event.why === 'throttled'
        ? 'AWS is throttling; polling less often.'
        : `${event.pipeline} cannot be read right now (${event.why}); retrying.`;
    case 'ended':
      return `${endLabels[event.result.end.kind]}${afterTime(event.result.tookMs)}.`;
  }
}

export function stageWords(stage: StageView): string {
  const { name, status, startedAt, endedAt, error, url, action } = stage;
  if (stage.awaitsApproval) {
    return `${name} waits for approval${action === undefined ? '' : ` (${action})`}${url === undefined ? '' : `: ${url}`}.`;
  }
  const took = startedAt && endedAt ? ` (${duration(Date.parse(endedAt) - Date.parse(startedAt))})` : '';
  const why = error === undefined ? '' : `: ${(error.message || error.code).replace(/\s*\n\s*/g, ' ')}`;
  return `${name} ${status}${took}${why}`;
}
