/** The stages of every pipeline here, in order. Each has one action, of the same name. */
export const stageNames = ['Source', 'Build', 'Deploy'] as const;
export type StageName = (typeof stageNames)[number];

/** The names of CodePipeline's API, those that can occur here. */
export type ExecutionStatus = 'InProgress' | 'Stopping' | 'Stopped' | 'Succeeded' | 'Superseded' | 'Failed';
export type ActionStatus = 'InProgress' | 'Abandoned' | 'Succeeded' | 'Failed';

export interface Trigger {
  triggerType: 'PollForSourceChanges' | 'StartPipelineExecution';
  triggerDetail: string;
}

/** The version of the source object that an execution is about. All but its id is unknown when there is none. */
export interface Revision {
  versionId: string;
  /** Quoted. */
  etag?: string;
  summary?: string;
  /** ISO 8601. */
  created?: string;
}

/** One run of a stage's action. A stage that was interrupted has several; the last one counts. Times are ISO 8601. */
export interface ActionRun {
  id: string;
  stage: StageName;
  status: ActionStatus;
  startTime: string;
  lastUpdateTime: string;
  externalId?: string;
  summary?: string;
  url?: string;
  error?: { code: string; message: string };
  outputVariables?: Record<string, string>;
}

export interface Execution {
  id: string;
  /** Counts up in each pipeline: the greater one is the newer one. */
  number: number;
  pipelineVersion: number;
  status: ExecutionStatus;
  statusSummary?: string;
  startTime: string;
  lastUpdateTime: string;
  trigger: Trigger;
  revision?: Revision;
  /** The source noticed this version by itself, and will not notice it again. */
  detected: boolean;
  clientRequestToken?: string;
  stopReason?: string;
  runs: ActionRun[];
}

export function isFinished({ status }: Execution): boolean {
  return status !== 'InProgress' && status !== 'Stopping';
}

export function lastRun(execution: Execution, stage: StageName): ActionRun | undefined {
  return execution.runs.findLast((run) => run.stage === stage);
}
