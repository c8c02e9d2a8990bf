/** `message`: one sentence on what is wrong. `remedy`: one on what to do. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem('The console met an error that it does not know.', 'Reload the page.');
}
