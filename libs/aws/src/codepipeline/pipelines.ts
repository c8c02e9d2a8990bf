import type {
  ActionExecution,
  AwsResource,
  PipelineExecution,
  Pipelines,
  PipelineSource,
  StageState,
} from '@sluice/release';
import type { PipelinesAddress } from './client';
import type { CodePipelines } from './code-pipelines';

/** Loads the SDK's client when it is asked first: publishing asks no pipeline, and starts faster without. */
export class LazyPipelines implements Pipelines {
  private opened: Promise<CodePipelines> | undefined;

  constructor(private readonly address: PipelinesAddress) {}

  async executions(pipeline: string, limit: number): Promise<PipelineExecution[]> {
    return (await this.open()).executions(pipeline, limit);
  }

  async actions(pipeline: string, executionId: string): Promise<ActionExecution[]> {
    return (await this.open()).actions(pipeline, executionId);
  }

  async stages(pipeline: string): Promise<StageState[]> {
    return (await this.open()).stages(pipeline);
  }

  async sources(pipeline: string): Promise<PipelineSource[]> {
    return (await this.open()).sources(pipeline);
  }

  async consoleUrl(pipeline: string, executionId?: string): Promise<string | undefined> {
    return (await this.open()).consoleUrl(pipeline, executionId);
  }

  async resourceUrl(pipeline: string, resource: AwsResource): Promise<string | undefined> {
    return (await this.open()).resourceUrl(pipeline, resource);
  }

  async start(pipeline: string, source?: { action: string; versionId: string }): Promise<string> {
    return (await this.open()).start(pipeline, source);
  }

  async stop(
    pipeline: string,
    executionId: string,
    options?: { abandon?: boolean; reason?: string },
  ): Promise<void> {
    return (await this.open()).stop(pipeline, executionId, options);
  }

  /** Ends the connections that are kept alive, so that a process can end. */
  async close(): Promise<void> {
    (await this.opened)?.close();
  }

  private open(): Promise<CodePipelines> {
    return (this.opened ??= import('./code-pipelines').then(({ openCodePipelines }) =>
      openCodePipelines(this.address),
    ));
  }
}

/** Opens the pipelines of one region; nothing is asked of them yet. */
export function openPipelines(address: PipelinesAddress): LazyPipelines {
  return new LazyPipelines(address);
}
