import type { ExecutionStatus } from '@sluice/contract';
import type {
  ActionExecutionDetail,
  PipelineDeclaration,
  PipelineExecutionSummary,
  StageState as SdkStageState,
} from '@aws-sdk/client-codepipeline';
import type {
  ActionExecution,
  ActionStatus,
  PipelineExecution,
  PipelineSource,
  StageState,
} from '@sluice/release';

const epoch = new Date(0);

export function executionView(summary: PipelineExecutionSummary): PipelineExecution {
  const { startTime = epoch, trigger } = summary;
  return {
    id: summary.pipelineExecutionId ?? '',
    status: (summary.status ?? 'InProgress') as ExecutionStatus,
    statusSummary: summary.statusSummary,
    type: summary.executionType === 'ROLLBACK' ? 'rollback' : 'standard',
    startedAt: startTime,
    updatedAt: summary.lastUpdateTime ?? startTime,
    sourceRevisions: (summary.sourceRevisions ?? []).flatMap(({ actionName, revisionId, revisionSummary }) =>
      revisionId === undefined
        ? []
        : [{ actionName: actionName ?? '', revisionId, summary: revisionSummary }],
    ),
    trigger:
      trigger?.triggerType === undefined
        ? undefined
        : { type: trigger.triggerType, detail: trigger.triggerDetail },
    stopReason: summary.stopTrigger?.reason,
  };
}

export function actionView(detail: ActionExecutionDetail): ActionExecution {
  const { startTime = epoch, input, output } = detail;
  const { errorDetails, externalExecutionSummary, externalExecutionUrl } = output?.executionResult ?? {};
  return {
    stage: detail.stageName ?? '',
    action: detail.actionName ?? '',
    status: (detail.status ?? 'InProgress') as ActionStatus,
    isApproval: input?.actionTypeId?.category === 'Approval',
    startedAt: startTime,
    updatedAt: detail.lastUpdateTime ?? startTime,
    summary: externalExecutionSummary || undefined,
    error:
      errorDetails === undefined
        ? undefined
        : { code: errorDetails.code ?? '', message: errorDetails.message ?? '' },
    url: externalExecutionUrl || undefined,
  };
}

export function stageView(state: SdkStageState): StageState {
  const { inboundTransitionState: inbound, latestExecution: latest } = state;
  return {
    name: state.stageName ?? '',
    closed: inbound?.enabled === false ? { reason: inbound.disabledReason || undefined } : undefined,
    latest:
      latest === undefined
        ? undefined
        : { executionId: latest.pipelineExecutionId ?? '', status: latest.status ?? '' },
  };
}

/**
 * A source that says nothing about polling polls
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/PollForSourceChanges-defaults.html).
 */
export function sourceViews(
  pipeline: PipelineDeclaration | undefined,
  pipelineArn?: string,
): PipelineSource[] {
  return (pipeline?.stages ?? []).flatMap(({ actions = [] }) =>
    actions
      .filter(({ actionTypeId }) => actionTypeId?.category === 'Source' && actionTypeId.provider === 'S3')
      .map(
        ({ name = '', configuration: { S3Bucket = '', S3ObjectKey = '', PollForSourceChanges } = {} }) => ({
          action: name,
          bucket: S3Bucket,
          key: S3ObjectKey,
          polls: PollForSourceChanges?.toLowerCase() !== 'false',
          pipelineArn,
        }),
      ),
  );
}
