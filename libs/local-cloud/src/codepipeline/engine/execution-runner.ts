import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { ActionRun, Execution, ExecutionStatus, StageName } from '../model/execution';
import { isFinished, stageNames } from '../model/execution';
import type { ActionOutcome } from './actions';
import { actions, describeFailure } from './actions';
import type { ExecutionHistory } from './execution-history';
import type { PipelineFiles } from './pipeline-files';
import type { PipelineOptions } from './pipeline-options';

export interface RunnerOptions extends PipelineOptions {
  files: PipelineFiles;
  history: ExecutionHistory;
  /** Called when an execution has come to its end. */
  finished(): void;
}

/** Runs the action of one stage for one execution, and writes down what comes of it. */
export class ExecutionRunner {
  private readonly shutdown = new AbortController();
  private readonly abandoning = new Map<string, AbortController>();
  private closed = false;

  constructor(private readonly options: RunnerOptions) {}

  get closing(): boolean {
    return this.shutdown.signal.aborted;
  }

  /** The stage that the execution goes to next; nothing when it has ended or this process is ending. Never rejects. */
  async run(stage: StageName, execution: Execution): Promise<StageName | undefined> {
    if (this.endIfStopping(execution)) return undefined;
    const run = this.beginRun(stage, execution);
    const abandoning = new AbortController();
    this.abandoning.set(execution.id, abandoning);
    try {
      const outcome = await this.act(stage, execution, run, abandoning.signal);
      // Abandoned in the meantime, which has its own end already.
      if (isFinished(execution) || this.closed) return undefined;
      this.endRun(execution, run, { ...outcome, status: 'Succeeded' });
      return this.afterSuccess(stage, execution);
    } catch (error) {
      if (isFinished(execution) || this.closing) return undefined;
      const details = describeFailure(error);
      this.options.files.addToLog(execution.id, stage, `${stage} failed: ${details.message}`);
      this.endRun(execution, run, { status: 'Failed', error: details });
      if (!this.endIfStopping(execution)) this.end(execution, 'Failed', `${stage} failed`);
      return undefined;
    } finally {
      this.abandoning.delete(execution.id);
    }
  }

  /** Stops one that is in a stage: after its action, or at once, abandoning the action. */
  stop(execution: Execution, abandon: boolean): void {
    execution.status = 'Stopping';
    this.options.history.save(execution);
    this.announce(execution);
    if (!abandon) return;
    const run = execution.runs.at(-1);
    if (run?.status === 'InProgress') this.endRun(execution, run, { status: 'Abandoned' });
    this.end(execution, 'Stopped');
    this.abandoning.get(execution.id)?.abort();
  }

  end(execution: Execution, status: ExecutionStatus, statusSummary?: string): void {
    execution.status = status;
    execution.statusSummary = statusSummary;
    this.options.history.save(execution);
    this.announce(execution);
    this.options.finished();
  }

  announce({ id: executionId, status, statusSummary, revision }: Execution): void {
    const { definition, onEvent } = this.options;
    const versionId = revision?.versionId;
    onEvent?.({
      kind: 'execution',
      pipeline: definition.name,
      executionId,
      versionId,
      status,
      statusSummary,
    });
  }

  /** Asks what is in progress to end. */
  beginClosing(): void {
    this.shutdown.abort();
  }

  /** From now on nothing is written any more: the folder may be someone else's. */
  close(): void {
    this.closed = true;
  }

  private endIfStopping(execution: Execution): boolean {
    const stopping = execution.status === 'Stopping';
    if (stopping) this.end(execution, 'Stopped');
    return stopping;
  }

  private afterSuccess(stage: StageName, execution: Execution): StageName | undefined {
    if (this.endIfStopping(execution)) return undefined;
    const next = stageNames[stageNames.indexOf(stage) + 1];
    if (next === undefined) this.end(execution, 'Succeeded');
    return next;
  }

  private act(
    stage: StageName,
    execution: Execution,
    run: ActionRun,
    abandoned: AbortSignal,
  ): Promise<ActionOutcome> {
    const { definition, source, files, environment, onEvent } = this.options;
    return actions[stage]({
      definition,
      execution,
      run,
      source,
      files,
      environment,
      log: (line) => {
        files.addToLog(execution.id, stage, line);
        onEvent?.({ kind: 'log', pipeline: definition.name, executionId: execution.id, line });
      },
      signal: AbortSignal.any([abandoned, this.shutdown.signal]),
    });
  }

  private beginRun(stage: StageName, execution: Execution): ActionRun {
    const now = new Date().toISOString();
    const run: ActionRun = {
      id: randomUUID(),
      stage,
      status: 'InProgress',
      startTime: now,
      lastUpdateTime: now,
      url: pathToFileURL(this.options.files.log(execution.id)).href,
    };
    execution.runs.push(run);
    this.options.history.save(execution);
    this.reportRun(execution, run);
    return run;
  }

  private endRun(execution: Execution, run: ActionRun, outcome: Partial<ActionRun>): void {
    Object.assign(run, outcome, { lastUpdateTime: new Date().toISOString() });
    this.options.history.save(execution);
    this.reportRun(execution, run);
  }

  private reportRun({ id: executionId }: Execution, { stage, status, error }: ActionRun): void {
    const { definition, onEvent } = this.options;
    onEvent?.({ kind: 'action', pipeline: definition.name, executionId, stage, status, error });
  }
}
