import {
  GetPipelineCommand,
  GetPipelineStateCommand,
  paginateListActionExecutions,
  paginateListPipelineExecutions,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  type CodePipelineClient,
} from '@aws-sdk/client-codepipeline';
import type {
  ActionExecution,
  AwsResource,
  PipelineExecution,
  Pipelines,
  PipelineSource,
  StageState,
} from '@sluice/release';
import { AwsFailure } from '../failures/aws-failure';
import { explain } from '../failures/explain';
import { createClient, type MissingPipelineRemedies, type PipelinesAddress } from './client';
import { pipelinePage, resourcePage } from './console-url';
import { actionView, executionView, sourceViews, stageView } from './views';

const largestPage = 100;

/** The pipelines of AWS CodePipeline, or of a server that speaks its protocol. */
export class CodePipelines implements Pipelines {
  constructor(
    private readonly client: CodePipelineClient,
    private readonly whenMissing?: MissingPipelineRemedies,
  ) {}

  executions(pipeline: string, limit: number): Promise<PipelineExecution[]> {
    return this.ask('list the executions', pipeline, async () => {
      const found: PipelineExecution[] = [];
      const pages = paginateListPipelineExecutions(
        { client: this.client, pageSize: Math.min(limit, largestPage) },
        { pipelineName: pipeline },
      );
      for await (const { pipelineExecutionSummaries = [] } of pages) {
        found.push(...pipelineExecutionSummaries.map(executionView));
        if (found.length >= limit) break;
      }
      return found.slice(0, limit);
    });
  }

  actions(pipeline: string, executionId: string): Promise<ActionExecution[]> {
    return this.ask('read an execution', pipeline, async () => {
      const found: ActionExecution[] = [];
      const pages = paginateListActionExecutions(
        { client: this.client },
        { pipelineName: pipeline, filter: { pipelineExecutionId: executionId } },
      );
      for await (const { actionExecutionDetails = [] } of pages)
        found.push(...actionExecutionDetails.map(actionView));
      return found;
    });
  }

  stages(pipeline: string): Promise<StageState[]> {
    return this.ask('read the state', pipeline, async () => {
      const state = await this.client.send(new GetPipelineStateCommand({ name: pipeline }));
      return (state.stageStates ?? []).map(stageView);
    });
  }

  sources(pipeline: string): Promise<PipelineSource[]> {
    return this.ask('read the definition', pipeline, async () => {
      const answer = await this.client.send(new GetPipelineCommand({ name: pipeline }));
      return sourceViews(answer.pipeline, answer.metadata?.pipelineArn);
    });
  }

  async consoleUrl(pipeline: string, executionId?: string): Promise<string | undefined> {
    const region = await this.regionOfAws();
    return region && pipelinePage(region, pipeline, executionId);
  }

  async resourceUrl(_pipeline: string, resource: AwsResource): Promise<string | undefined> {
    const region = await this.regionOfAws();
    return region && resourcePage(region, resource);
  }

  start(pipeline: string, source?: { action: string; versionId: string }): Promise<string> {
    return this.ask('start an execution', pipeline, async () => {
      const answer = await this.client.send(
        new StartPipelineExecutionCommand({
          name: pipeline,
          sourceRevisions:
            source === undefined
              ? undefined
              : [
                  {
                    actionName: source.action,
                    revisionType: 'S3_OBJECT_VERSION_ID',
                    revisionValue: source.versionId,
                  },
                ],
        }),
      );
      return answer.pipelineExecutionId ?? '';
    });
  }

  stop(
    pipeline: string,
    executionId: string,
    { abandon = false, reason }: { abandon?: boolean; reason?: string } = {},
  ): Promise<void> {
    return this.ask('stop an execution', pipeline, async () => {
      await this.client.send(
        new StopPipelineExecutionCommand({
          pipelineName: pipeline,
          pipelineExecutionId: executionId,
          abandon,
          reason,
        }),
      );
    });
  }

  /** Ends the connections that are kept alive, so that a process can end. */
  close(): void {
    this.client.destroy();
  }

  /** Nothing where another server than AWS is asked. */
  private async regionOfAws(): Promise<string | undefined> {
    const { endpoint, region } = this.client.config;
    const configured = [endpoint, process.env.AWS_ENDPOINT_URL_CODEPIPELINE, process.env.AWS_ENDPOINT_URL];
    return configured.some(Boolean) ? undefined : region();
  }

  private async ask<T>(doing: string, pipeline: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const failure = explain(error, doing, `The pipeline "${pipeline}"`);
      throw this.whenMissing === undefined ? failure : locally(failure, pipeline, this.whenMissing);
    }
  }
}

/** A server without pipelines takes these calls for S3's and finds them malformed. */
function locally(failure: AwsFailure, pipeline: string, whenMissing: MissingPipelineRemedies): AwsFailure {
  if (failure.isPassing || failure.kind === 'no-execution') return failure;
  const message = `No pipeline "${pipeline}" is running here.`;
  const remedy = failure.kind === 'no-pipeline' ? whenMissing.otherPipelines : whenMissing.noPipelines;
  return new AwsFailure('no-pipeline', message, remedy, { cause: failure.cause });
}

/** Opens the pipelines of one region; nothing is asked of them yet. */
export function openCodePipelines(address: PipelinesAddress): CodePipelines {
  return new CodePipelines(createClient(address), address.whenMissing);
}
