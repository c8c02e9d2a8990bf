import type { RequestContext } from '../../http/request-context';
import type { Service } from '../../http/service';
import type { Pipeline } from '../engine/pipeline';
import { apiError } from './errors';
import type { ApiContext } from './operations/context';
import {
  disableStageTransition,
  enableStageTransition,
  startPipelineExecution,
  stopPipelineExecution,
} from './operations/control';
import { getPipelineExecution, listActionExecutions, listPipelineExecutions } from './operations/executions';
import { getPipeline, getPipelineState, listPipelines } from './operations/pipelines';
import type { Input, OperationName } from './schemas';
import { parseInput } from './schemas';

const targetPrefix = 'CodePipeline_20150709.';

type Operations = {
  [Name in OperationName]: (context: ApiContext, input: Input<Name>) => object | undefined;
};

const operations: Operations = {
  ListPipelines: listPipelines,
  GetPipeline: getPipeline,
  GetPipelineState: getPipelineState,
  ListPipelineExecutions: listPipelineExecutions,
  GetPipelineExecution: getPipelineExecution,
  ListActionExecutions: listActionExecutions,
  StartPipelineExecution: startPipelineExecution,
  StopPipelineExecution: stopPipelineExecution,
  EnableStageTransition: enableStageTransition,
  DisableStageTransition: disableStageTransition,
};

/**
 * CodePipeline's API, version 2015-07-09, in the JSON 1.1 protocol. It can be put on the local cloud's port before there
 * are pipelines: until they are attached, it knows none.
 */
export class CodePipelineService implements Service {
  readonly name = 'codepipeline';
  private pipelines: ReadonlyMap<string, Pipeline> = new Map();
  private closePipelines: () => Promise<void> = () => Promise.resolve();

  /** `close` is called when the local cloud closes. */
  attach(pipelines: readonly Pipeline[], close: () => Promise<void>): void {
    this.pipelines = new Map(pipelines.map((pipeline) => [pipeline.definition.name, pipeline]));
    this.closePipelines = close;
  }

  close(): Promise<void> {
    return this.closePipelines();
  }

  matches(request: { headers: Record<string, string | string[] | undefined> }): boolean {
    return String(request.headers['x-amz-target'] ?? '').startsWith(targetPrefix);
  }

  async handle(context: RequestContext): Promise<void> {
    const operation = (context.header('x-amz-target') ?? '').slice(targetPrefix.length);
    await context.begin({ operation });
    const body = await context.body();
    if (!isOperation(operation)) {
      throw apiError(
        'UnknownOperationException',
        `The local cloud does not know the operation ${operation}.`,
      );
    }
    const answer = this.answer(operation, parseJson(body), regionOf(context));
    if (answer) await context.sendJson(answer);
    else await context.send(200, { 'content-type': 'application/x-amz-json-1.1' });
  }

  private answer<Name extends OperationName>(
    operation: Name,
    body: unknown,
    region: string,
  ): object | undefined {
    const act: Operations[Name] = operations[operation];
    return act({ pipelines: this.pipelines, region }, parseInput(operation, body));
  }
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.length === 0 ? '{}' : body.toString('utf8'));
  } catch {
    throw apiError('SerializationException', 'The body is not JSON.');
  }
}

function regionOf(context: RequestContext): string {
  return /Credential=[^/]+\/\d{8}\/([^/]+)\//.exec(context.header('authorization') ?? '')?.[1] ?? 'us-east-1';
}
