/** What went wrong, for code: the `sluice` command maps it to an exit code, the server of the console to a status. */
export type ErrorCode =
  // The request or the configuration is wrong. Nothing was tried.
  | 'usage'
  | 'invalid-configuration'
  | 'app-not-named'
  | 'unknown-app'
  | 'bucket-not-named'
  | 'environment-not-named'
  | 'unknown-environment'
  | 'unknown-project'
  | 'unknown-revision'
  /** A word that names more than one commit. */
  | 'ambiguous-revision'
  | 'reason-missing'
  | 'reason-too-long'
  /** A repository whose commits have SHA-256 names. */
  | 'unsupported-repository'
  // What it needs is not there, or cannot be told.
  | 'failed'
  | 'no-commit'
  | 'not-published'
  | 'nothing-on-tag'
  | 'nothing-to-redeploy'
  | 'nothing-to-roll-back'
  /** Nobody knows which commit is on the tag. */
  | 'commit-unknown'
  /** The commit has an archive already, with other content. */
  | 'content-mismatch'
  /** This clone cannot tell which of two commits is newer, or neither is. */
  | 'ancestry-unknown'
  /** This clone cannot determine whether the commit is on a branch that `latest` follows. */
  | 'branch-unknown'
  /** Nx cannot tell whether a change affects the project. */
  | 'changes-unknown'
  /** The bucket is not as Sluice needs it, whatever was asked for. */
  | 'unfit-bucket'
  | 'no-pipelines'
  /** The pipeline watches another object than the tag. */
  | 'pipeline-mismatch'
  /** The watch ended before the deployment did. */
  | 'watch-ended'
  /** Others changed it again and again. */
  | 'contended'
  // A gate, a hold or a check forbids it. Nothing was written.
  | 'refused'
  | 'rejected'
  | 'held'
  | 'not-confirmed'
  | 'working-tree-dirty'
  | 'archive-differs'
  | 'archive-stale'
  /** Nothing tells what the archive was packed from. */
  | 'archive-unrecorded'
  /** Its outputs are not those that CI built. */
  | 'not-cached'
  /** The prefix in the bucket belongs to another project. */
  | 'prefix-taken'
  /** Somebody else moved the tag between the plan and its execution. */
  | 'race-lost'
  /** The pipeline ran and failed, or was stopped. */
  | 'pipeline-failed'
  /** The pipeline never started on this version, or a newer one superseded it. */
  | 'not-deployed';

/**
 * An error that a person can act on: `message` is one sentence on what is wrong, `remedy` one on what to do.
 * It is a shape, not a class, because adapters and leaf libraries throw such errors without importing this one.
 */
export interface UserFacingError extends Error {
  remedy: string;
  /** An `ErrorCode`, or one of the library that threw it; absent: it failed. */
  code?: string;
}

export function isUserFacingError(error: unknown): error is UserFacingError {
  return error instanceof Error && typeof (error as Partial<UserFacingError>).remedy === 'string';
}

/** What an error is about, for whoever adds the command or option that helps. */
export interface ErrorDetails {
  /** The commit whose rejection is in the way. */
  rejected?: string;
  /** The project that the prefix belongs to. */
  owner?: string;
}

/** Its sentences hold no option of the command: the browser shows them as well. */
export class SluiceError extends Error implements UserFacingError {
  readonly details: ErrorDetails;

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly remedy: string,
    { details = {}, ...options }: ErrorOptions & { details?: ErrorDetails } = {},
  ) {
    super(message, options);
    this.name = 'SluiceError';
    this.details = details;
  }
}
