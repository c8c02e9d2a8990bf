import type { ActionStatus, ExecutionStatus, StageName } from './execution';

/** What happens in a pipeline, as it happens. */
export type PipelineEvent =
  | {
      kind: 'execution';
      pipeline: string;
      executionId: string;
      versionId?: string;
      status: ExecutionStatus;
      statusSummary?: string;
    }
  | {
      kind: 'action';
      pipeline: string;
      executionId: string;
      stage: StageName;
      status: ActionStatus;
      error?: { code: string; message: string };
    }
  | { kind: 'log'; pipeline: string; executionId: string; line: string };
