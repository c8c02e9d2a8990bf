import type { ExecutionStatus } from '@sluice/contract';
import type { UserFacingError } from '../errors';

export type { ExecutionStatus };

/** What one source action read. For S3, `revisionId` is the version id of the object. */
export interface SourceRevision {
  actionName: string;
  revisionId: string;
  /** What `codepipeline-artifact-revision-summary` on the object says. */
  summary?: string;
}

export interface PipelineExecution {
  id: string;
  status: ExecutionStatus;
  statusSummary?: string;
  /** A rollback puts an earlier revision back into a stage; it deploys nothing new. */
  type: 'standard' | 'rollback';
  startedAt: Date;
  updatedAt: Date;
  /** Empty until the source action has read something. */
  sourceRevisions: SourceRevision[];
  trigger?: { type: string; detail?: string };
  /** Why someone stopped it. */
  stopReason?: string;
}

export type ActionStatus = 'InProgress' | 'Abandoned' | 'Succeeded' | 'Failed';

/** One run of one action in one execution. */
export interface ActionExecution {
  stage: string;
  action: string;
  status: ActionStatus;
  /** It waits for a person. */
  isApproval: boolean;
  startedAt: Date;
  updatedAt: Date;
  summary?: string;
  error?: { code: string; message: string };
  /** Where the logs are. */
  url?: string;
}

export interface StageState {
  name: string;
  /** Set when executions may not enter; `reason` is what was said when it was disabled. */
  closed?: { reason?: string };
  /** The execution that was in it last. */
  latest?: { executionId: string; status: string };
}

/** One S3 object that starts a pipeline. */
export interface PipelineSource {
  action: string;
  bucket: string;
  key: string;
  /** Whether CodePipeline looks by itself; otherwise an EventBridge rule has to start it. */
  polls: boolean;
  /** The ARN of the pipeline itself; absent where the server has none. */
  pipelineArn?: string;
}

/** What a pipeline works with, by its name in AWS. */
export interface AwsResource {
  /** Of CloudWatch Logs, and of ECS. */
  kind: 'log-group' | 'cluster';
  name: string;
}

/** The end of what the stages of an execution printed. */
export interface ExecutionLog {
  /** Oldest first. */
  lines: { text: string; stage?: string; at?: Date }[];
  /** There was more before. */
  isTruncated: boolean;
}

/**
 * What stands in the way of an answer, as far as a watcher must tell it apart: `throttled`, `unavailable` and
 * `unreachable` pass; an answer may come a moment later.
 */
export type PipelinesFailureKind =
  | 'throttled'
  | 'unavailable'
  | 'unreachable'
  | 'expired-credentials'
  | 'access-denied'
  | 'no-pipeline'
  | 'other';

export function failureKind(error: unknown): PipelinesFailureKind {
  const kind = (error as (Partial<UserFacingError> & { kind?: unknown }) | undefined)?.kind;
  return known.find((one) => one === kind) ?? 'other';
}

const known: PipelinesFailureKind[] = [
  'throttled',
  'unavailable',
  'unreachable',
  'expired-credentials',
  'access-denied',
  'no-pipeline',
];

/**
 * The pipelines that watch the tags. Every method rejects with a {@link UserFacingError} when it cannot answer; its
 * `kind` is a {@link PipelinesFailureKind}, or anything else for `other`.
 */
export interface Pipelines {
  /** Newest first; `limit` at the most. */
  executions(pipeline: string, limit: number): Promise<PipelineExecution[]>;
  /** Every action of one execution, newest first; one that was tried again appears once for each try. */
  actions(pipeline: string, executionId: string): Promise<ActionExecution[]>;
  /** In the order that executions go through them. */
  stages(pipeline: string): Promise<StageState[]>;
  /** The S3 objects that it takes its source from. */
  sources(pipeline: string): Promise<PipelineSource[]>;
  /** A page for people, of the pipeline or of one execution; nothing where there is none. */
  consoleUrl(pipeline: string, executionId?: string): Promise<string | undefined>;
  /** A page for people about something beside the pipeline; nothing where there is none. */
  resourceUrl?(pipeline: string, resource: AwsResource): Promise<string | undefined>;
  /**
   * The last lines that an execution printed; absent where only a page for people has them.
   * @returns nothing where none are kept.
   */
  log?(pipeline: string, executionId: string, lines: number): Promise<ExecutionLog | undefined>;
  /**
   * Runs the pipeline once more, on `versionId` of what the source action `action` watches. Nothing is written.
   * @returns the id of the execution.
   */
  start(pipeline: string, source?: { action: string; versionId: string }): Promise<string>;
  /** Lets the actions in progress end, then stops; with `abandon` at once. */
  stop(
    pipeline: string,
    executionId: string,
    options?: { abandon?: boolean; reason?: string },
  ): Promise<void>;
}
