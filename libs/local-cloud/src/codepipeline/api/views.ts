import { unquoted } from '../engine/actions';
import type { PipelineDefinition } from '../model/definition';
import type { ActionRun, Execution, StageName } from '../model/execution';
import { artifacts, actionTypes, configuration, sourceArtifact } from './declaration';

/** Seconds since 1970 with milliseconds behind the point, as the JSON 1.1 protocol writes a time. */
export function timestamp(iso: string): number;
export function timestamp(iso: string | undefined): number | undefined;
export function timestamp(iso: string | undefined): number | undefined {
  return iso === undefined ? undefined : Date.parse(iso) / 1000;
}

const kind = { executionMode: 'SUPERSEDED', executionType: 'STANDARD' } as const;

/** `PipelineExecutionSummary` */
export function executionSummary(execution: Execution): object {
  const { id, status, statusSummary, revision, trigger, stopReason } = execution;
  return {
    pipelineExecutionId: id,
    status,
    statusSummary,
    startTime: timestamp(execution.startTime),
    lastUpdateTime: timestamp(execution.lastUpdateTime),
    sourceRevisions: revision
      ? [{ actionName: 'Source', revisionId: revision.versionId, revisionSummary: revision.summary }]
      : [],
    trigger,
    stopTrigger: stopReason === undefined ? undefined : { reason: stopReason },
    ...kind,
  };
}

/** `PipelineExecution` */
export function executionDetail(pipelineName: string, execution: Execution): object {
  const { id, status, statusSummary, revision, trigger, pipelineVersion } = execution;
  return {
    pipelineName,
    pipelineVersion,
    pipelineExecutionId: id,
    status,
    statusSummary,
    artifactRevisions: revision
      ? [
          {
            name: sourceArtifact,
            revisionId: revision.versionId,
            revisionChangeIdentifier: revision.etag === undefined ? undefined : unquoted(revision.etag),
            revisionSummary: revision.summary,
            created: timestamp(revision.created),
          },
        ]
      : [],
    trigger,
    ...kind,
  };
}

/** `ActionExecutionDetail` */
export function actionDetail(definition: PipelineDefinition, execution: Execution, run: ActionRun): object {
  const { stage } = run;
  return {
    pipelineExecutionId: execution.id,
    actionExecutionId: run.id,
    pipelineVersion: execution.pipelineVersion,
    stageName: stage,
    actionName: stage,
    startTime: timestamp(run.startTime),
    lastUpdateTime: timestamp(run.lastUpdateTime),
    status: run.status,
    input: {
      actionTypeId: actionTypes[stage],
      configuration: configuration(definition, stage),
      resolvedConfiguration: configuration(definition, stage),
      inputArtifacts: artifactDetails(definition, execution, artifacts[stage].input),
    },
    output: {
      outputArtifacts:
        run.status === 'Succeeded' ? artifactDetails(definition, execution, artifacts[stage].output) : [],
      executionResult: {
        externalExecutionId: run.externalId,
        externalExecutionSummary: run.summary,
        externalExecutionUrl: run.url,
        errorDetails: run.error,
      },
      outputVariables: run.outputVariables ?? {},
    },
  };
}

/** `ActionState` of GetPipelineState. */
export function actionState(
  stage: StageName,
  entityUrl: string | undefined,
  latest: { execution: Execution; run: ActionRun } | undefined,
): object {
  if (!latest) return { actionName: stage, entityUrl };
  const { run, execution } = latest;
  const { revision } = execution;
  return {
    actionName: stage,
    currentRevision:
      stage === 'Source' && revision?.etag !== undefined
        ? {
            revisionId: revision.versionId,
            revisionChangeId: unquoted(revision.etag),
            created: timestamp(revision.created),
          }
        : undefined,
    latestExecution: {
      actionExecutionId: run.id,
      status: run.status,
      summary: run.summary,
      lastStatusChange: timestamp(run.lastUpdateTime),
      externalExecutionId: run.externalId,
      externalExecutionUrl: run.url,
      errorDetails: run.error,
    },
    entityUrl,
  };
}

/** The source artifact is the object itself; what a build makes stays a folder on this machine. */
function artifactDetails({ source }: PipelineDefinition, { id }: Execution, names: string[]): object[] {
  return names.map((name) => ({
    name,
    s3location: {
      bucket: source.bucket,
      key: name === sourceArtifact ? source.key : `${name}/${id}`,
    },
  }));
}
