export interface ServiceErrorOptions {
  /** Further elements of the answer, as S3 gives them: `Key`, `VersionId`, `Condition`. */
  details?: Record<string, string>;
  headers?: Record<string, string>;
  cause?: unknown;
}

/** An error that the client is told: AWS's own code and HTTP status. */
export class ServiceError extends Error {
  readonly details: Record<string, string>;
  readonly headers: Record<string, string>;

  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    options: ServiceErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'ServiceError';
    this.details = options.details ?? {};
    this.headers = options.headers ?? {};
  }
}

/** What a client is told of an error that no handler foresaw: a 500, which the SDKs retry. */
export function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new ServiceError('InternalError', 500, `The local cloud failed: ${code ?? ''} ${message}`.trim(), {
    cause: error,
  });
}
