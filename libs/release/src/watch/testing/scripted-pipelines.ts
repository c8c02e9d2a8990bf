import type {
  ActionExecution,
  PipelineExecution,
  Pipelines,
  PipelinesFailureKind,
  PipelineSource,
  StageState,
} from '../../ports/pipelines';
import type { FakeClock } from './fake-clock';

/** What a pipeline answers at one time. */
export interface PipelineScene {
  /** Newest first. */
  executions: PipelineExecution[];
  actions?: Record<string, ActionExecution[]>;
  stages?: StageState[];
  sources?: PipelineSource[];
}

export class PipelinesFault extends Error {
  readonly remedy = 'Mend it.';

  constructor(
    readonly kind: PipelinesFailureKind,
    message: string = kind,
  ) {
    super(message);
  }
}

/** Pipelines that go from scene to scene as the clock says. */
export class ScriptedPipelines implements Pipelines {
  /** Milliseconds since the beginning at which each call came. */
  readonly calls: number[] = [];
  /** Asked before every call; what it returns is what that call fails with. */
  fault: (call: number, elapsed: number) => PipelinesFault | undefined = () => undefined;
  private readonly beginning: number;

  constructor(
    private readonly clock: FakeClock,
    /** By pipeline: scenes with the seconds at which they begin, in order. */
    private readonly script: Record<string, [seconds: number, scene: PipelineScene][]>,
  ) {
    this.beginning = clock.now();
  }

  async executions(pipeline: string, limit: number): Promise<PipelineExecution[]> {
    return this.scene(pipeline).executions.slice(0, limit);
  }

  async actions(pipeline: string, executionId: string): Promise<ActionExecution[]> {
    return this.scene(pipeline).actions?.[executionId] ?? [];
  }

  async stages(pipeline: string): Promise<StageState[]> {
    return this.scene(pipeline).stages ?? ['Source', 'Build', 'Deploy'].map((name) => ({ name }));
  }

  async sources(pipeline: string): Promise<PipelineSource[]> {
    return (
      this.scene(pipeline).sources ?? [
        { action: 'Source', bucket: 'bucket', key: 'story/uat.zip', polls: true },
      ]
    );
  }

  async consoleUrl(pipeline: string, executionId = 'view'): Promise<string> {
    return `https://console.test/${pipeline}/${executionId}`;
  }

  async start(): Promise<string> {
    throw new Error('a watcher starts nothing');
  }

  async stop(): Promise<void> {
    throw new Error('a watcher stops nothing');
  }

  private scene(pipeline: string): PipelineScene {
    const elapsed = this.clock.now() - this.beginning;
    this.calls.push(elapsed);
    const fault = this.fault(this.calls.length, elapsed);
    if (fault !== undefined) throw fault;
    const scene = this.script[pipeline]?.findLast(([seconds]) => seconds * 1000 <= elapsed)?.[1];
    if (scene === undefined)
      throw new PipelinesFault('no-pipeline', `The pipeline "${pipeline}" does not exist.`);
    return scene;
  }
}
