/** git could not answer: it is missing, cannot use the repository, or what was asked has two answers. */
export class GitError extends Error {
  constructor(
    message: string,
    readonly remedy: string,
    options?: ErrorOptions & { exitCode?: 1 | 2 },
  ) {
    super(message, options);
    this.name = 'GitError';
    this.exitCode = options?.exitCode ?? 1;
  }

  /** As the `sluice` command ends: 2 where the question was wrong. */
  readonly exitCode: 1 | 2;
}
