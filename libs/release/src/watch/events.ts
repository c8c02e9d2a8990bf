import type { PipelineResult, StageView } from '@sluice/contract';
import type { PipelineExecution } from '../ports/pipelines';

/** What a watch sees, as data; whoever watches decides how it looks. */
export type WatchEvent = { environment: string; pipeline: string } & (
  | {
      kind: 'waiting';
      versionId: string;
      /** Names in order; empty when these credentials may not read them. */
      stages: string[];
    }
  /** The execution that carries the version was found, or a newer one of the same version took its place. */
  | { kind: 'execution'; execution: PipelineExecution; url?: string; replaces?: string }
  | { kind: 'stage'; stage: StageView }
  /** Executions may not go on into this stage. */
  | { kind: 'closed'; stage: string; reason?: string }
  /** Somebody has CodePipeline put an earlier version back. */
  | { kind: 'rollback'; execution: PipelineExecution }
  /** An answer did not come; the watch goes on, slower. */
  | { kind: 'trouble'; why: 'throttled' | 'unavailable' | 'unreachable' }
  | { kind: 'ended'; result: PipelineResult }
);
