import { ArchiveError, errorCode } from '../errors';

/** An error as it crosses from one thread to another: a structured clone would lose its class and its remedy. */
export interface PlainError {
  message: string;
  /** Of an ArchiveError. */
  remedy?: string;
  code?: string;
  stack?: string;
  cause?: PlainError;
}

export function plainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack, cause } = error;
  return {
    message,
    stack,
    code: errorCode(error),
    remedy: error instanceof ArchiveError ? error.remedy : undefined,
    cause: cause === undefined ? undefined : plainError(cause),
  };
}

export function restoredError({ message, remedy, code, stack, cause }: PlainError): Error {
  const options = cause && { cause: restoredError(cause) };
  const error =
    remedy === undefined ? new Error(message, options) : new ArchiveError(message, remedy, options);
  return Object.assign(error, { stack: stack ?? error.stack }, code === undefined ? {} : { code });
}
