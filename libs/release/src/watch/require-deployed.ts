import type { Deployment, PipelineEnd } from '@sluice/contract';
import { type ErrorCode, SluiceError } from '../errors';
import type { NextCommand } from '../next-command';
import { describeEnd } from './describe-end';

/** Worst first; the worst end decides what a command ends with. */
const severity: PipelineEnd['kind'][] = [
  'failed',
  'rolled-back',
  'stopped',
  'cancelled',
  'never-started',
  'superseded',
  'unknown',
  'credentials-expired',
  'unfinished',
  'interrupted',
  'succeeded',
];

const codeOf = {
  failed: 'pipeline-failed',
  'rolled-back': 'pipeline-failed',
  stopped: 'pipeline-failed',
  cancelled: 'pipeline-failed',
  'never-started': 'not-deployed',
  superseded: 'not-deployed',
  unknown: 'watch-ended',
  'credentials-expired': 'watch-ended',
  unfinished: 'watch-ended',
  interrupted: 'watch-ended',
} satisfies Record<Exclude<PipelineEnd['kind'], 'succeeded'>, ErrorCode>;

/**
 * @throws SluiceError `pipeline-failed` failed, rolled back, stopped or cancelled; `not-deployed` never started or superseded;
 * `watch-ended` the watch ended before the deployment did.
 */
export function assertDeployed(deployment: Deployment, command: NextCommand): void {
  const [worst] = [...deployment.results].sort(
    (a, b) => severity.indexOf(a.end.kind) - severity.indexOf(b.end.kind),
  );
  if (worst === undefined || worst.end.kind === 'succeeded') return;
  const { message, remedy = '' } = describeEnd(deployment, worst, command);
  throw new SluiceError(codeOf[worst.end.kind], message, remedy);
}
