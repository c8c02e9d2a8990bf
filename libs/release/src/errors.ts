/** The exit codes of the `sluice` command. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  raceLost: 4,
  pipelineFailed: 5,
  notDeployed: 6,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * An error that a person can act on: `message` is one sentence on what is wrong, `remedy` one on what to do.
 * It is a shape, not a class, because adapters and leaf libraries throw such errors without importing this one.
 */
export interface UserFacingError extends Error {
  remedy: string;
  exitCode?: ExitCode;
}

export function isUserFacingError(error: unknown): error is UserFacingError {
  return error instanceof Error && typeof (error as Partial<UserFacingError>).remedy === 'string';
}

abstract class ReleaseError extends Error implements UserFacingError {
  abstract readonly exitCode: ExitCode;

  constructor(
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** It was tried and did not work. */
export class FailedError extends ReleaseError {
  readonly exitCode = exitCodes.failed;
}

/** The bucket is not as Sluice needs it, whatever was asked for. Nothing was written. */
export class UnfitBucketError extends ReleaseError {
  readonly exitCode = exitCodes.failed;
}

/** What was asked for, or sluice.json, makes no sense. Nothing was tried. */
export class UsageError extends ReleaseError {
  readonly exitCode = exitCodes.usage;
}

/** A rule or a hold forbids it. Nothing was written. */
export class RefusedError extends ReleaseError {
  readonly exitCode = exitCodes.refused;
  /** The commit whose rejection is in the way. */
  readonly rejected?: string;

  constructor(message: string, remedy: string, options: ErrorOptions & { rejected?: string } = {}) {
    super(message, remedy, options);
    this.rejected = options.rejected;
  }
}

/** Somebody else moved the tag between the plan and the deed. */
export class RaceLostError extends ReleaseError {
  readonly exitCode = exitCodes.raceLost;
}

/** The pipeline ran and failed, or was stopped. */
export class PipelineFailedError extends ReleaseError {
  readonly exitCode = exitCodes.pipelineFailed;
}

/** The pipeline never started on this version, or a newer one overtook it. */
export class NotDeployedError extends ReleaseError {
  readonly exitCode = exitCodes.notDeployed;
}
