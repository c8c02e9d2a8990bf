import type { Pipeline } from '../../engine/pipeline';
import type { Execution, StageName } from '../../model/execution';
import { stageNames } from '../../model/execution';
import { apiError } from '../errors';

export interface ApiContext {
  pipelines: ReadonlyMap<string, Pipeline>;
  /** Of the request's credential scope. */
  region: string;
}

/** @throws ServiceError PipelineNotFoundException. */
export function findPipeline({ pipelines, region }: ApiContext, name: string): Pipeline {
  const pipeline = pipelines.get(name);
  if (pipeline) return pipeline;
  throw apiError(
    'PipelineNotFoundException',
    `The account with id '000000000000' does not include a pipeline with the name '${name}' in ${region}.`,
  );
}

/** @throws ServiceError PipelineExecutionNotFoundException. */
export function findExecution(pipeline: Pipeline, id: string): Execution {
  const execution = pipeline.history.find(id);
  if (execution) return execution;
  throw apiError(
    'PipelineExecutionNotFoundException',
    `The pipeline '${pipeline.definition.name}' has no execution with the id '${id}'.`,
  );
}

/** @throws ServiceError StageNotFoundException. */
export function findStage(pipeline: Pipeline, name: string): StageName {
  const stage = stageNames.find((known) => known === name);
  if (stage) return stage;
  throw apiError(
    'StageNotFoundException',
    `The pipeline '${pipeline.definition.name}' has no stage named '${name}'.`,
  );
}
