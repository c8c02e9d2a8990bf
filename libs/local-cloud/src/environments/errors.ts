/**
 * Why a version did not get to serve. `message` says what happened, `remedy` what to do, and `lastOutput` is what the
 * server itself printed last (newest line last, may be empty).
 */
export class StartFailure extends Error {
  constructor(
    readonly reason: 'exited' | 'unhealthy' | 'not-startable' | 'aborted',
    message: string,
    readonly remedy: string,
    readonly lastOutput: readonly string[] = [],
  ) {
    super(message);
    this.name = 'StartFailure';
  }
}
