import type { Deployment, PipelineEnd } from '@sluice/contract';
import { FailedError, NotDeployedError, PipelineFailedError } from '../errors';
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

const errorOf = {
  failed: PipelineFailedError,
  'rolled-back': PipelineFailedError,
  stopped: PipelineFailedError,
  cancelled: PipelineFailedError,
  'never-started': NotDeployedError,
  superseded: NotDeployedError,
  unknown: FailedError,
  'credentials-expired': FailedError,
  unfinished: FailedError,
  interrupted: FailedError,
} satisfies Record<Exclude<PipelineEnd['kind'], 'succeeded'>, unknown>;

/**
 * @throws PipelineFailedError failed, rolled back, stopped or cancelled; NotDeployedError never started or overtaken;
 * FailedError the watch ended before the deployment did.
 */
export function assertDeployed(deployment: Deployment): void {
  const [worst] = [...deployment.results].sort(
    (a, b) => severity.indexOf(a.end.kind) - severity.indexOf(b.end.kind),
  );
  if (worst === undefined || worst.end.kind === 'succeeded') return;
  const { message, remedy = '' } = describeEnd(deployment, worst);
  throw new errorOf[worst.end.kind](message, remedy);
}
