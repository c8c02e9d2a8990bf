import type { Pipeline } from '../../engine/pipeline';
import { StopRefused } from '../../engine/stop-refused';
import type { StageName } from '../../model/execution';
import { stageNames } from '../../model/execution';
import { caller } from '../declaration';
import { apiError } from '../errors';
import type { Input } from '../schemas';
import type { ApiContext } from './context';
import { findPipeline, findStage } from './context';

export function startPipelineExecution(context: ApiContext, input: Input<'StartPipelineExecution'>): object {
  const pipeline = findPipeline(context, input.name);
  if (input.variables) {
    throw apiError('ValidationException', `The pipeline '${input.name}' declares no variables.`);
  }
  const versionId = overriddenVersion(input);
  const trigger = { triggerType: 'StartPipelineExecution', triggerDetail: caller } as const;
  return { pipelineExecutionId: pipeline.start(trigger, versionId, input.clientRequestToken).id };
}

export function stopPipelineExecution(context: ApiContext, input: Input<'StopPipelineExecution'>): object {
  const pipeline = findPipeline(context, input.pipelineName);
  const { pipelineExecutionId: id, abandon = false, reason } = input;
  try {
    return { pipelineExecutionId: pipeline.stop(id, abandon, reason).id };
  } catch (error) {
    if (!(error instanceof StopRefused)) throw error;
    if (error.reason === 'already stopping') {
      throw apiError(
        'DuplicatedStopRequestException',
        `The pipeline execution '${id}' is already in a Stopping state. It can still be abandoned.`,
      );
    }
    const why = error.status === undefined ? 'it does not exist' : `its status is ${error.status}`;
    throw apiError(
      'PipelineExecutionNotStoppableException',
      `The pipeline execution '${id}' cannot be stopped: ${why}.`,
    );
  }
}

export function enableStageTransition(context: ApiContext, input: Input<'EnableStageTransition'>): undefined {
  const pipeline = findPipeline(context, input.pipelineName);
  const stage = stageBehind(pipeline, input);
  if (stage) pipeline.enableTransition(stage, caller);
}

export function disableStageTransition(
  context: ApiContext,
  input: Input<'DisableStageTransition'>,
): undefined {
  const pipeline = findPipeline(context, input.pipelineName);
  const stage = stageBehind(pipeline, input);
  if (stage) pipeline.disableTransition(stage, caller, input.reason);
}

/** The way out of a stage is the way into the next; out of the last one there is none. */
function stageBehind(
  pipeline: Pipeline,
  { stageName, transitionType }: { stageName: string; transitionType: 'Inbound' | 'Outbound' },
): StageName | undefined {
  const stage = findStage(pipeline, stageName);
  return transitionType === 'Inbound' ? stage : stageNames[stageNames.indexOf(stage) + 1];
}

function overriddenVersion({ sourceRevisions = [] }: Input<'StartPipelineExecution'>): string | undefined {
  const [override, ...more] = sourceRevisions;
  if (!override) return undefined;
  if (more.length > 0 || override.actionName !== 'Source') {
    throw apiError('ValidationException', "The only source action to override is 'Source'.");
  }
  if (override.revisionType !== 'S3_OBJECT_VERSION_ID') {
    throw apiError(
      'ValidationException',
      `The source action does not allow an override of type ${override.revisionType}.`,
    );
  }
  return override.revisionValue;
}
