import type { ProblemBody } from '@sluice/contract';

/** `message`: one sentence on what is wrong. `remedy`: one on what to do. */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** `no-answer`: no Sluice server said this, the console found it out by itself. */
  readonly code: ProblemBody['code'] | 'no-answer';
  /** Search for it in the server log. */
  readonly requestId?: string;
  /** The server can have carried out what was asked, and its answer was lost or does not tell. */
  readonly mayBeDone: boolean;

  constructor(
    message: string,
    readonly remedy: string,
    {
      code = 'no-answer',
      requestId,
      mayBeDone = false,
    }: { code?: Problem['code']; requestId?: string; mayBeDone?: boolean } = {},
  ) {
    super(message);
    this.code = code;
    this.requestId = requestId;
    this.mayBeDone = mayBeDone;
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem('The console received an unknown error.', 'Reload the page.');
}
