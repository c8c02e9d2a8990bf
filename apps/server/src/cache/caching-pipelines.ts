import type { AwsResource, PipelineExecution, Pipelines } from '@sluice/release';
import type { Memory } from './shared-cache';

/** Milliseconds that answers of pipelines count. */
export interface PipelineLifetimes {
  /** Which executions there are, while none is known to be in progress. */
  idle: number;
  /** The same while one is. */
  busy: number;
}

/** The order of stages changes when someone changes the pipeline. */
const definition = 5 * 60_000;

/** Pipelines to look at, where many look. One that does not answer is asked again no sooner than an idle one. */
export class CachingPipelines implements Pipelines {
  private readonly known = new Map<string, PipelineExecution[]>();

  constructor(
    private readonly pipelines: Pipelines,
    private readonly memory: Memory,
    private readonly lifetimes: PipelineLifetimes,
    private readonly isBusy: (pipeline: string) => boolean,
  ) {}

  executions(pipeline: string, limit: number): Promise<PipelineExecution[]> {
    const { busy, idle } = this.lifetimes;
    return this.memory.recall(
      `executions ${pipeline} ${limit}`,
      { answer: this.isBusy(pipeline) ? busy : idle, failure: idle },
      async () => {
        const executions = await this.pipelines.executions(pipeline, limit);
        this.known.set(pipeline, executions);
        return executions;
      },
    );
  }

  actions(pipeline: string, executionId: string) {
    const execution = this.known.get(pipeline)?.find(({ id }) => id === executionId);
    const isOver = execution !== undefined && !['InProgress', 'Stopping'].includes(execution.status);
    // A stage that is tried again brings an execution back, and changes when it was last updated.
    const state = isOver ? execution.updatedAt.toISOString() : 'going on';
    return this.memory.recall(
      `actions ${pipeline} ${executionId} ${state}`,
      { answer: isOver ? Infinity : this.lifetimes.busy, failure: this.lifetimes.idle },
      () => this.pipelines.actions(pipeline, executionId),
    );
  }

  stages(pipeline: string) {
    return this.memory.recall(
      `stages ${pipeline}`,
      { answer: definition, failure: this.lifetimes.idle },
      () => this.pipelines.stages(pipeline),
    );
  }

  sources(pipeline: string) {
    return this.pipelines.sources(pipeline);
  }

  resourceUrl(pipeline: string, resource: AwsResource) {
    return this.pipelines.resourceUrl?.(pipeline, resource) ?? Promise.resolve(undefined);
  }

  /** Absent where the pipelines keep none: who asks must know. */
  get log(): Pipelines['log'] {
    return this.pipelines.log && ((...asked) => this.recallLog(...asked));
  }

  private recallLog(pipeline: string, executionId: string, lines: number) {
    return this.memory.recall(
      `log ${pipeline} ${executionId} ${lines}`,
      { answer: this.lifetimes.busy },
      async () => this.pipelines.log?.(pipeline, executionId, lines),
    );
  }

  consoleUrl(pipeline: string, executionId?: string) {
    return this.pipelines.consoleUrl(pipeline, executionId);
  }

  start(): Promise<never> {
    return looksOnly();
  }

  stop(): Promise<never> {
    return looksOnly();
  }

  forget(): void {
    this.memory.forget((question) => /^(?:executions|actions) /.test(question));
  }
}

async function looksOnly(): Promise<never> {
  throw new Error('These pipelines are read-only.');
}
