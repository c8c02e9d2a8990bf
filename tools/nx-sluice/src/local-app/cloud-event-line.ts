import type { EnvironmentEvent, PipelineEvent } from '@sluice/local-cloud';

/**
 * What is said of an event; nothing where it is not worth a line. Before the addresses are printed that is only how a
 * deployment ended and what went wrong: a person waits for the addresses, and everything in them is still to come.
 */
export function eventLine(event: PipelineEvent | EnvironmentEvent, hasStarted: boolean): string | undefined {
  switch (event.kind) {
    case 'execution': {
      if (!hasStarted && event.status === 'InProgress') return undefined;
      const why = event.statusSummary === undefined ? '' : `: ${event.statusSummary}`;
      return `${event.pipeline}  ${event.status}${why}`;
    }
    case 'action': {
      if (!hasStarted) return undefined;
      const why = event.error ? `: ${event.error.message}` : '';
      return `${event.pipeline}  ${event.stage} ${event.status}${why}`;
    }
    case 'down':
      return `${event.environment} is down: ${event.reason}`;
    case 'serving':
      return hasStarted ? `${event.environment} serves at ${event.url}` : undefined;
    default:
      return undefined;
  }
}
