import type { ProblemBody } from '@sluice/contract';
import type { UserFacingError } from '@sluice/release';

/** The server itself says no to a request, before or beside what libs/release has to say. */
export class Refusal extends Error implements UserFacingError {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    readonly code: ProblemBody['code'],
    message: string,
    readonly remedy: string,
    /** Seconds after which it may be tried again; absent: nobody knows. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
