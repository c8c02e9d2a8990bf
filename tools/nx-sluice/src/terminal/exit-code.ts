import type { ErrorCode, UserFacingError } from '@sluice/release';

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

const { failed, usage, refused, raceLost, pipelineFailed, notDeployed } = exitCodes;

/** Complete, so that a new error code needs a decision. */
const exitCodeOfError: Record<ErrorCode, ExitCode> = {
  usage,
  'invalid-configuration': usage,
  'app-not-named': usage,
  'unknown-app': usage,
  'bucket-not-named': usage,
  'environment-not-named': usage,
  'unknown-environment': usage,
  'unknown-project': usage,
  'unknown-revision': usage,
  'ambiguous-revision': usage,
  'reason-missing': usage,
  'reason-too-long': usage,
  'unsupported-repository': usage,
  failed,
  'no-commit': failed,
  'not-published': failed,
  'nothing-on-tag': failed,
  'nothing-to-redeploy': failed,
  'nothing-to-roll-back': failed,
  'commit-unknown': failed,
  'content-mismatch': failed,
  'ancestry-unknown': failed,
  'branch-unknown': failed,
  'changes-unknown': failed,
  'unfit-bucket': failed,
  'no-pipelines': failed,
  'pipeline-mismatch': failed,
  'watch-ended': failed,
  contended: failed,
  refused,
  rejected: refused,
  held: refused,
  'not-confirmed': refused,
  'working-tree-dirty': refused,
  'archive-differs': refused,
  'archive-stale': refused,
  'archive-unrecorded': refused,
  'not-cached': refused,
  'prefix-taken': refused,
  'race-lost': raceLost,
  'pipeline-failed': pipelineFailed,
  'not-deployed': notDeployed,
};

/** 1 for the codes of libraries, which are none of these. */
export function exitCodeOf({ code }: Pick<UserFacingError, 'code'>): ExitCode {
  return code !== undefined && Object.hasOwn(exitCodeOfError, code)
    ? exitCodeOfError[code as ErrorCode]
    : failed;
}
