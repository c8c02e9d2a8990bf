import type {
  ActionExecution,
  ExecutionStatus,
  PipelineExecution,
  Pipelines,
  PipelineSource,
  StageState,
} from '../ports/pipelines';

/** Pipelines whose executions a test writes down; one that has no name here does not exist. */
export class MemoryPipelines implements Pipelines {
  readonly started: { pipeline: string; action?: string; versionId?: string }[] = [];
  /** What every call fails with. */
  failure: Error | undefined;
  private readonly known = new Map<string, { executions: PipelineExecution[]; sources: PipelineSource[] }>();
  private clock = Date.UTC(2026, 0, 2);

  add(pipeline: string, source: Partial<PipelineSource> = {}): void {
    const whole = { action: 'Source', bucket: 'memory', key: '', polls: false, ...source };
    this.known.set(pipeline, { executions: [], sources: [whole] });
  }

  /** One execution more on this version. */
  ran(
    pipeline: string,
    versionId: string | undefined,
    status: ExecutionStatus,
    more: Partial<PipelineExecution> = {},
  ): PipelineExecution {
    if (!this.known.has(pipeline)) this.add(pipeline);
    const at = new Date((this.clock += 1000));
    const { executions } = this.find(pipeline);
    const execution: PipelineExecution = {
      id: `execution-${executions.length + 1}`,
      status,
      type: 'standard',
      startedAt: at,
      updatedAt: at,
      sourceRevisions: [{ actionName: 'Source', revisionId: versionId ?? '' }],
      ...more,
    };
    executions.unshift(execution);
    return execution;
  }

  async executions(pipeline: string, limit: number): Promise<PipelineExecution[]> {
    return this.find(pipeline).executions.slice(0, limit);
  }

  async actions(): Promise<ActionExecution[]> {
    return [];
  }

  async stages(pipeline: string): Promise<StageState[]> {
    this.find(pipeline);
    return [];
  }

  async sources(pipeline: string): Promise<PipelineSource[]> {
    return this.find(pipeline).sources;
  }

  async consoleUrl(pipeline: string, executionId = ''): Promise<string> {
    return `https://console.test/${pipeline}/${executionId}`;
  }

  async start(pipeline: string, source?: { action: string; versionId: string }): Promise<string> {
    this.find(pipeline);
    this.started.push({ pipeline, ...source });
    return this.ran(pipeline, source?.versionId, 'InProgress').id;
  }

  async stop(): Promise<void> {
    return undefined;
  }

  private find(pipeline: string) {
    if (this.failure !== undefined) throw this.failure;
    const found = this.known.get(pipeline);
    if (found !== undefined) return found;
    throw Object.assign(new Error(`The pipeline "${pipeline}" does not exist.`), {
      kind: 'no-pipeline',
      remedy: 'Create it.',
    });
  }
}
