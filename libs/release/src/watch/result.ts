import type { EnvironmentSettings } from '../config/settings';

export type WatchedEnvironment = Pick<EnvironmentSettings, 'name' | 'pipeline'>;

export type StageStatus = 'waiting' | 'running' | 'succeeded' | 'failed' | 'stopped';

/** One stage of the execution that is watched. */
export interface StageView {
  name: string;
  status: StageStatus;
  startedAt?: Date;
  /** Absent while it waits or runs. */
  endedAt?: Date;
  /** The action that runs, failed or was abandoned. */
  action?: string;
  /** A person has to approve before it goes on. */
  awaitsApproval?: boolean;
  summary?: string;
  error?: { code: string; message: string };
  /** Where the logs of that action are. */
  url?: string;
}

/** A reason that was found for an execution that never started. Both are sentences. */
export interface Finding {
  kind:
    | 'pipeline-missing'
    | 'other-object'
    | 'source-closed'
    | 'newer-version'
    | 'rollback-only'
    | 'no-polling'
    | 'polling-idle'
    | 'nothing-found';
  explanation: string;
  remedy: string;
}

/** What became of one version on one pipeline. Only `succeeded` is success. */
export type PipelineEnd =
  | { kind: 'succeeded' }
  | { kind: 'failed'; stage?: StageView; summary?: string; rollback?: { executionId: string } }
  /** It succeeded, and afterwards an earlier version was put back by a rollback of CodePipeline's own. */
  | { kind: 'rolled-back'; executionId: string; versionId?: string; summary?: string }
  | { kind: 'stopped'; reason?: string }
  | { kind: 'cancelled' }
  | { kind: 'superseded'; by?: { executionId: string; versionId?: string; summary?: string } }
  | { kind: 'never-started'; findings: Finding[]; waitedMs: number }
  | { kind: 'credentials-expired' }
  /** Nothing could be learned any more; the deployment may go on. */
  | { kind: 'unknown'; message: string; remedy: string }
  /** It was still in progress when the watch had lasted as long as it may. */
  | { kind: 'unfinished'; waitedMs: number; waitingFor?: string }
  | { kind: 'interrupted' };

export interface PipelineResult {
  environment: string;
  pipeline: string;
  /** The execution that carries the version; absent: none was seen. */
  executionId?: string;
  /** A page for people. */
  url?: string;
  stages: StageView[];
  /** Milliseconds that the watch took. */
  tookMs: number;
  end: PipelineEnd;
}

/** What became of a version on every pipeline that watches the tag. */
export interface Deployment {
  tag: string;
  commit: string;
  versionId: string;
  succeeded: boolean;
  results: PipelineResult[];
}
