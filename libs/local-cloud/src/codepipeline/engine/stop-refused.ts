import type { ExecutionStatus } from '../model/execution';

/** An execution cannot be stopped. `status` is its own; nothing when there is no such execution. */
export class StopRefused extends Error {
  constructor(
    readonly reason: 'not stoppable' | 'already stopping',
    readonly status: ExecutionStatus | undefined,
  ) {
    super(`The execution is ${reason}.`);
    this.name = 'StopRefused';
  }
}
