import type { Pipeline } from '../../engine/pipeline';
import type { Execution, StageName } from '../../model/execution';
import { lastRun, stageNames } from '../../model/execution';
import { declaration, pipelineArn } from '../declaration';
import { apiError } from '../errors';
import { paginate } from '../paging';
import type { Input } from '../schemas';
import { actionState, timestamp } from '../views';
import type { ApiContext } from './context';
import { findPipeline } from './context';

export function listPipelines(context: ApiContext, input: Input<'ListPipelines'>): object {
  const byName = [...context.pipelines.values()].sort((a, b) =>
    a.definition.name < b.definition.name ? -1 : 1,
  );
  const { items, nextToken } = paginate(byName, ({ definition }) => definition.name, {
    scope: 'pipelines',
    limit: input.maxResults ?? 1000,
    nextToken: input.nextToken,
  });
  return {
    pipelines: items.map(({ definition, settings }) => ({
      name: definition.name,
      version: settings.version,
      pipelineType: 'V2',
      executionMode: 'SUPERSEDED',
      created: timestamp(settings.created),
      updated: timestamp(settings.updated),
    })),
    nextToken,
  };
}

export function getPipeline(context: ApiContext, { name, version }: Input<'GetPipeline'>): object {
  const { definition, settings } = findPipeline(context, name);
  if (version !== undefined && version !== settings.version) {
    throw apiError(
      'PipelineVersionNotFoundException',
      `Only version ${settings.version} of the pipeline '${name}' is kept.`,
    );
  }
  return {
    pipeline: declaration(definition, settings.version),
    metadata: {
      pipelineArn: pipelineArn(context.region, name),
      created: timestamp(settings.created),
      updated: timestamp(settings.updated),
    },
  };
}

export function getPipelineState(context: ApiContext, { name }: Input<'GetPipelineState'>): object {
  const pipeline = findPipeline(context, name);
  const { settings } = pipeline;
  return {
    pipelineName: name,
    pipelineVersion: settings.version,
    stageStates: stageNames.map((stage) => stageState(pipeline, stage)),
    created: timestamp(settings.created),
    updated: timestamp(settings.updated),
  };
}

function stageState(pipeline: Pipeline, stage: StageName): object {
  const { lastChangedAt, ...transition } = pipeline.settings.transition(stage);
  const waiting = pipeline.waitingBefore(stage);
  const inbound = waiting && { pipelineExecutionId: waiting.id, status: 'InProgress', type: 'STANDARD' };
  const execution = pipeline.history.oldestFirst.findLast((known) => lastRun(known, stage) !== undefined);
  const run = execution && lastRun(execution, stage);
  const latest = execution && run && { execution, run };
  return {
    stageName: stage,
    inboundExecution: inbound,
    inboundExecutions: inbound ? [inbound] : [],
    inboundTransitionState: { ...transition, lastChangedAt: timestamp(lastChangedAt) },
    actionStates: [actionState(stage, stage === 'Deploy' ? pipeline.environment.url : undefined, latest)],
    latestExecution: latest && {
      pipelineExecutionId: latest.execution.id,
      status: stageStatus(latest.execution, latest.run.status),
      type: 'STANDARD',
    },
  };
}

function stageStatus({ status }: Execution, action: string): string {
  if (action === 'InProgress') return status === 'Stopping' ? 'Stopping' : 'InProgress';
  return action === 'Abandoned' ? 'Stopped' : action;
}
