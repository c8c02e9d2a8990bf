import { lastRun } from '../../model/execution';
import { apiError } from '../errors';
import { paginate } from '../paging';
import type { Input } from '../schemas';
import { actionDetail, executionDetail, executionSummary } from '../views';
import type { ApiContext } from './context';
import { findExecution, findPipeline, findStage } from './context';

const defaultPage = 100;

export function listPipelineExecutions(context: ApiContext, input: Input<'ListPipelineExecutions'>): object {
  const { pipelineName, filter, maxResults, nextToken: token } = input;
  const pipeline = findPipeline(context, pipelineName);
  const stageName = filter?.succeededInStage?.stageName;
  const stage = stageName === undefined ? undefined : findStageToFilter(pipeline, stageName);
  const executions = pipeline.history.newestFirst.filter(
    (execution) => stage === undefined || lastRun(execution, stage)?.status === 'Succeeded',
  );
  const { items, nextToken } = paginate(executions, ({ id }) => id, {
    scope: `executions ${pipelineName} ${stage ?? ''}`,
    limit: maxResults ?? defaultPage,
    nextToken: token,
  });
  return { pipelineExecutionSummaries: items.map(executionSummary), nextToken };
}

export function getPipelineExecution(context: ApiContext, input: Input<'GetPipelineExecution'>): object {
  const pipeline = findPipeline(context, input.pipelineName);
  const execution = findExecution(pipeline, input.pipelineExecutionId);
  return { pipelineExecution: executionDetail(input.pipelineName, execution) };
}

/** Newest first. */
export function listActionExecutions(context: ApiContext, input: Input<'ListActionExecutions'>): object {
  const { pipelineName, filter, maxResults, nextToken: token } = input;
  const { history, definition } = findPipeline(context, pipelineName);
  const id = filter?.latestInPipelineExecution?.pipelineExecutionId ?? filter?.pipelineExecutionId;
  const executions =
    id === undefined ? history.newestFirst : [findExecution(findPipeline(context, pipelineName), id)];
  const runs = executions.flatMap((execution) => {
    const newest = execution.runs.toReversed().map((run) => ({ execution, run }));
    return filter?.latestInPipelineExecution?.startTimeRange === 'Latest' ? newest.slice(0, 1) : newest;
  });
  const { items, nextToken } = paginate(runs, ({ run }) => run.id, {
    scope: `actions ${pipelineName} ${id ?? ''}`,
    limit: maxResults ?? defaultPage,
    nextToken: token,
  });
  return {
    actionExecutionDetails: items.map(({ execution, run }) => actionDetail(definition, execution, run)),
    nextToken,
  };
}

/** ListPipelineExecutions knows no StageNotFoundException. */
function findStageToFilter(pipeline: Parameters<typeof findStage>[0], name: string) {
  try {
    return findStage(pipeline, name);
  } catch (error) {
    throw apiError('ValidationException', (error as Error).message);
  }
}
