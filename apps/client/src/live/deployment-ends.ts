import type { Board } from '@sluice/contract';
import { endOf } from './run-status';

/** One sentence for each pipeline run that ended between two looks. */
export function deploymentEnds(before: Board, after: Board): string[] {
  return after.environments.flatMap(({ name, run, live }) => {
    const earlier = before.environments.find((environment) => environment.name === name)?.run;
    const hasEnded = run && endOf(run.status);
    const isNews = run?.executionId !== earlier?.executionId || run?.status !== earlier?.status;
    if (!hasEnded || !earlier || !isNews) return [];
    const subject = hasEnded === 'succeeded' && live?.subject ? `: ${live.subject}` : '';
    return [`The pipeline of ${name} ${sentences[hasEnded]}${subject}.`];
  });
}

const sentences = {
  succeeded: 'succeeded',
  failed: 'failed',
  superseded: 'was superseded by a newer run',
  stopped: 'was stopped',
};
