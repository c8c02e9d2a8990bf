/** git could not answer: it is missing, cannot use the repository, or what was asked has two answers. */
export class GitError extends Error {
  constructor(
    message: string,
    readonly remedy: string,
    options?: ErrorOptions & { code?: GitError['code'] },
  ) {
    super(message, options);
    this.name = 'GitError';
    this.code = options?.code;
  }

  /** Set where the question was wrong, and where another user owns the repository. */
  readonly code?: 'ambiguous-revision' | 'untrusted';
}
