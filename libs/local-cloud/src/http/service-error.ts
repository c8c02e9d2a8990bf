import { isDiskFull } from '../disk/full';

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

/** What a client is told of an error that no handler expected: a 500, which the SDKs retry. */
export function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  const { message } = error as NodeJS.ErrnoException;
  // As other servers of S3's protocol say it; the SDKs do not repeat what ends with 507.
  if (isDiskFull(error)) {
    return new ServiceError('InsufficientStorage', 507, `The disk of the local cloud is full: ${message}`, {
      cause: error,
    });
  }
  return new ServiceError('InternalError', 500, `The local cloud failed: ${message}`, { cause: error });
}
