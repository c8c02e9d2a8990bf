import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../../environments';
import type { PipelineDefinition } from '../model/definition';
import type { Execution, StageName, Trigger } from '../model/execution';
import { isFinished, stageNames } from '../model/execution';
import type { SourceVersion } from '../model/object-source';
import { revisionOf } from './actions';
import { ExecutionHistory } from './execution-history';
import { ExecutionRunner } from './execution-runner';
import type { PipelineOptions } from './pipeline-options';
import { PipelineFiles } from './pipeline-files';
import { PipelineSettings } from './pipeline-settings';
import { recoverExecutions } from './recovery';
import { StageLanes } from './stage-lanes';
import { StopRefused } from './stop-refused';

/** How long closing waits for a build that does not heed its signal. */
const closingGraceMs = 5000;

/** One pipeline: starts executions, moves them through the stages, and knows all that ever ran. */
export class Pipeline {
  readonly settings: PipelineSettings;
  readonly history: ExecutionHistory;
  private readonly lanes: StageLanes;
  private readonly runner: ExecutionRunner;
  private readonly files: PipelineFiles;

  constructor(readonly options: PipelineOptions) {
    const { folder, definition, historyLimit, environment } = options;
    this.files = new PipelineFiles(folder);
    this.settings = new PipelineSettings(this.files.settings, definition);
    this.history = new ExecutionHistory(this.files.executions, historyLimit, ({ id }) => {
      if (id !== environment.version?.id) this.files.forget(id);
    });
    const { files, history } = this;
    this.runner = new ExecutionRunner({ ...options, files, history, finished: () => this.tidy() });
    this.lanes = new StageLanes({
      mayEnter: (stage) => !this.runner.closing && this.settings.transition(stage).enabled,
      run: async (stage, execution) => {
        const next = await this.runner.run(stage, execution);
        if (next) this.lanes.offer(next, execution);
      },
      superseded: (execution, by) =>
        this.runner.end(execution, 'Superseded', `Superseded by execution ${by.id}`),
    });
    recoverExecutions({
      history,
      files,
      stop: (execution) => this.runner.end(execution, 'Stopped'),
      resume: (stage, execution) => this.lanes.offer(stage, execution),
    });
    this.replaceLostVersion();
    this.tidy();
  }

  get definition(): PipelineDefinition {
    return this.options.definition;
  }

  get environment(): Environment {
    return this.options.environment;
  }

  /** What the server of an execution printed belongs to the log of that. */
  keepOutput(executionId: string, line: string): void {
    if (this.history.find(executionId) !== undefined) this.files.addToLog(executionId, 'Deploy', line);
  }

  waitingBefore(stage: StageName): Execution | undefined {
    return this.lanes.waitingBefore(stage);
  }

  /** Starts an execution for each version of the source that is new; after a pause, for the current one. */
  detect(afterPause: boolean): void {
    if (this.runner.closing) return;
    const { bucket, key } = this.definition.source;
    const versions = this.options.source.since(bucket, key, this.history.lastDetected);
    for (const version of afterPause ? versions.slice(-1) : versions) this.startDetected(version);
  }

  /**
   * @param versionId the version to run; the current one when absent. One that does not exist fails in the Source stage.
   * @param clientRequestToken a repeated request with the same token is answered with the execution it started.
   */
  start(trigger: Trigger, versionId?: string, clientRequestToken?: string): Execution {
    const repeated =
      clientRequestToken === undefined
        ? undefined
        : this.history.oldestFirst.find((known) => known.clientRequestToken === clientRequestToken);
    if (repeated) return repeated;
    const { bucket, key } = this.definition.source;
    const { source } = this.options;
    const version =
      versionId === undefined ? source.current(bucket, key) : source.version(bucket, key, versionId);
    const revision = version ? revisionOf(version) : versionId === undefined ? undefined : { versionId };
    // Started on the current version by hand: the source need not start on it once more.
    const detected = versionId === undefined && version !== undefined;
    return this.begin({ trigger, revision, detected, clientRequestToken });
  }

  /** @throws StopRefused. */
  stop(id: string, abandon: boolean, reason?: string): Execution {
    const execution = this.history.find(id);
    if (!execution || isFinished(execution)) throw new StopRefused('not stoppable', execution?.status);
    if (execution.status === 'Stopping' && !abandon)
      throw new StopRefused('already stopping', execution.status);
    execution.stopReason = reason ?? execution.stopReason;
    if (this.lanes.withdraw(execution)) this.runner.end(execution, 'Stopped');
    else this.runner.stop(execution, abandon);
    return execution;
  }

  enableTransition(stage: StageName, changedBy: string): void {
    const lastChangedAt = new Date().toISOString();
    this.settings.setTransition(stage, { enabled: true, lastChangedBy: changedBy, lastChangedAt });
    this.lanes.advance(stage);
  }

  disableTransition(stage: StageName, changedBy: string, disabledReason: string): void {
    const lastChangedAt = new Date().toISOString();
    this.settings.setTransition(stage, {
      enabled: false,
      lastChangedBy: changedBy,
      lastChangedAt,
      disabledReason,
    });
  }

  /** Interrupts what is in progress; it is resumed when the pipeline is opened again. */
  async close(): Promise<void> {
    this.runner.beginClosing();
    const limit = new AbortController();
    const settled = this.lanes.settled().finally(() => limit.abort());
    await Promise.race([settled, delay(closingGraceMs, undefined, limit).catch(() => undefined)]);
    this.runner.close();
  }

  private startDetected(version: SourceVersion): void {
    const { bucket, key } = this.definition.source;
    this.begin({
      trigger: { triggerType: 'PollForSourceChanges', triggerDetail: `arn:aws:s3:::${bucket}/${key}` },
      revision: revisionOf(version),
      detected: true,
    });
  }

  private begin(
    about: Pick<Execution, 'trigger' | 'revision' | 'detected' | 'clientRequestToken'>,
  ): Execution {
    const now = new Date().toISOString();
    const execution: Execution = {
      ...about,
      id: randomUUID(),
      number: this.history.nextNumber,
      pipelineVersion: this.settings.version,
      status: 'InProgress',
      startTime: now,
      lastUpdateTime: now,
      runs: [],
    };
    this.history.add(execution);
    this.runner.announce(execution);
    this.lanes.offer(stageNames[0], execution);
    return execution;
  }

  /** Someone removed what the environment should run, or all that it knew: build and deploy that again. */
  private replaceLostVersion(): void {
    const { oldestFirst } = this.history;
    const { version } = this.environment;
    if (version && this.files.hasArtifact(version.id)) return;
    const lost = version
      ? this.history.find(version.id)
      : oldestFirst.findLast(({ status }) => status === 'Succeeded');
    if (!lost?.revision || oldestFirst.some((execution) => !isFinished(execution))) return;
    this.begin({
      trigger: {
        triggerType: 'StartPipelineExecution',
        triggerDetail: `The deployment of execution ${lost.id} was lost`,
      },
      revision: { versionId: lost.revision.versionId },
      detected: false,
    });
  }

  /** Removes files that nothing runs or will run. A server that is being replaced may still read its own. */
  private tidy(): void {
    void this.environment.retired().then(() => {
      const wanted = this.history.oldestFirst
        .filter((execution) => !isFinished(execution))
        .map(({ id }) => id);
      const running = this.environment.version?.id;
      this.files.removeArtifactsExcept(new Set(running === undefined ? wanted : [...wanted, running]));
    });
  }
}
