import type { PipelineEnd, PipelineResult, StageView } from '@sluice/contract';
import { isUserFacingError, type UserFacingError } from '../errors';
import { failureKind, type PipelineExecution } from '../ports/pipelines';
import { systemClock, type Clock } from '../clock';
import { diagnose, missingPipeline } from './diagnose';
import { endOf } from './end-of';
import type { WatchEvent } from './events';
import { defaultPace, Pace } from './pace';
import { RetryPolicy, WatchEnded } from './retry-policy';
import { defaultLimits, type WatchLimits, type WatchRequest } from './request';
import type { WatchedEnvironment } from './request';
import { isOver, matchExecutions, sinceStart, type ExecutionMatch } from './execution-match';
import { stageViews } from './stage-views';

/** As many as one call of CodePipeline gives. */
const window = 100;

/** What the clocks of this machine and of AWS may differ by, in milliseconds. */
const clockSkew = 60_000;

type EventOf<T> = T extends unknown ? Omit<T, 'environment' | 'pipeline'> : never;

/** Follows one version through one pipeline. */
export class PipelineWatch {
  private readonly clock: Clock;
  private readonly pace: Pace;
  private readonly limits: WatchLimits;
  private readonly retries: RetryPolicy;
  private readonly startedAt: number;
  private names: string[] = [];
  private stages: StageView[] = [];
  private followed?: PipelineExecution;
  private url?: string;
  private reportedRollback?: string;
  private readonly reportedClosed = new Set<string>();
  /** Told once for each spell, which ends with the next answer. */
  private trouble?: string;

  constructor(
    private readonly request: WatchRequest,
    private readonly environment: WatchedEnvironment,
  ) {
    this.clock = request.clock ?? systemClock;
    this.limits = { ...defaultLimits, ...request.limits };
    this.pace = new Pace(this.clock, { ...defaultPace, ...request.pace });
    this.startedAt = this.clock.now();
    this.retries = new RetryPolicy({
      clock: this.clock,
      pace: this.pace,
      signal: request.signal,
      deadline: this.startedAt + this.limits.whole,
      outage: this.limits.outage,
      onTrouble: (why) => {
        if (this.trouble !== why) this.report({ kind: 'trouble', why });
        this.trouble = why;
      },
      unfinished: () => this.unfinished(),
    });
  }

  /** Never rejects: whatever stops the watch is an end of its own. */
  async result(): Promise<PipelineResult> {
    const end = await this.follow().catch((error: unknown) => this.endOfError(error));
    const { name: environment, pipeline } = this.environment;
    const result: PipelineResult = {
      environment,
      pipeline,
      executionId: this.followed?.id,
      url: this.url,
      stages: this.stages,
      tookMs: Math.max(this.clock.now() - this.startedAt, timeOfStages(this.stages)),
      end,
    };
    this.report({ kind: 'ended', result });
    return result;
  }

  private async follow(): Promise<PipelineEnd> {
    this.names = await this.stageNames();
    this.report({ kind: 'waiting', versionId: this.request.versionId, stages: this.names });
    this.url = await this.request.pipelines.consoleUrl(this.environment.pipeline).catch(() => undefined);
    let hasFailed = false;
    for (;;) {
      const listed = await this.ask((pipelines, pipeline) => pipelines.executions(pipeline, window));
      const executions = sinceStart(listed, this.environment.startedWith);
      const executionMatch = matchExecutions(executions, this.request.versionId);
      const { mine } = executionMatch;
      if (mine !== undefined) {
        await this.look(mine);
        this.reportRollback(executionMatch.rollback);
        const end = endOf(mine, executionMatch, this.stages);
        // The action that failed, and the rollback that follows, may be listed a moment after the execution.
        if (end !== undefined && (end.kind !== 'failed' || hasFailed)) return end;
        hasFailed = end?.kind === 'failed';
        if (end === undefined) await this.reportClosed(mine);
      } else if (this.followed === undefined) {
        const end = await this.endOfStarting(executions, executionMatch);
        if (end !== undefined) return end;
      }
      await this.retries.pause();
    }
  }

  private async look(mine: PipelineExecution): Promise<void> {
    const { id } = mine;
    if (this.followed?.id !== id) {
      this.url = await this.request.pipelines
        .consoleUrl(this.environment.pipeline, id)
        .catch(() => undefined);
      this.report({ kind: 'execution', execution: mine, url: this.url, replaces: this.followed?.id });
      this.stages = [];
    }
    if (this.followed?.id !== id || this.followed.status !== mine.status) this.pace.changed();
    this.followed = mine;
    const actions = await this.ask((pipelines, pipeline) => pipelines.actions(pipeline, id));
    const before = new Map(this.stages.map((stage) => [stage.name, stage]));
    this.stages = stageViews(this.names, mine, actions);
    for (const stage of this.stages) {
      if (stage.status === 'waiting' || isSame(before.get(stage.name), stage)) continue;
      this.pace.changed();
      this.report({ kind: 'stage', stage });
    }
  }

  /** Whether it is time to say that no execution will start on this version. */
  private async endOfStarting(
    executions: readonly PipelineExecution[],
    executionMatch: ExecutionMatch,
  ): Promise<PipelineEnd | undefined> {
    const now = this.clock.now();
    const waitedMs = now - this.startedAt;
    const isNew = this.request.written === 'now';
    const since = isNew ? this.startedAt - clockSkew : 0;
    if (isNew) {
      // Until its source action is through, an execution does not say which version it carries.
      const unread = executionMatch.newer.filter(
        (one) => one.sourceRevisions.length === 0 && one.startedAt.getTime() >= since,
      );
      if (waitedMs < this.limits.start || unread.some((one) => !isOver(one))) return undefined;
      const failed = unread.find(({ status }) => status === 'Failed');
      if (failed !== undefined) {
        await this.look(failed);
        return endOf(failed, { newer: [] }, this.stages);
      }
    }
    const { pipelines, key, versionId, command } = this.request;
    const { name, pipeline } = this.environment;
    const redeploy = command('redeploy', name);
    const findings = await this.retries.ask(() =>
      diagnose({ pipelines, pipeline, redeploy, key, versionId, executions, executionMatch, since, now }),
    );
    return { kind: 'never-started', findings, waitedMs };
  }

  private reportRollback(rollback: PipelineExecution | undefined): void {
    if (rollback === undefined || rollback.id === this.reportedRollback) return;
    this.reportedRollback = rollback.id;
    this.report({ kind: 'rollback', execution: rollback });
  }

  /** Where nothing runs, a transition that is disabled may be what it waits for. */
  private async reportClosed(mine: PipelineExecution): Promise<void> {
    const isRunning = this.stages.some(({ action, status }) => status === 'running' && action !== undefined);
    if (isRunning || mine.status !== 'InProgress') return;
    const states = await this.ask((pipelines, pipeline) => pipelines.stages(pipeline).catch(ignoreDenied));
    const reached = states.findLastIndex(({ name }) =>
      this.stages.some((stage) => stage.name === name && stage.status !== 'waiting'),
    );
    const next = states[reached + 1];
    if (next?.closed === undefined || this.reportedClosed.has(next.name)) return;
    this.reportedClosed.add(next.name);
    this.report({ kind: 'closed', stage: next.name, reason: next.closed.reason });
  }

  private async stageNames(): Promise<string[]> {
    const states = await this.ask((pipelines, pipeline) => pipelines.stages(pipeline).catch(ignoreDenied));
    return states.map(({ name }) => name);
  }

  private async ask<T>(
    call: (pipelines: WatchRequest['pipelines'], pipeline: string) => Promise<T>,
  ): Promise<T> {
    const answer = await this.retries.ask(() => call(this.request.pipelines, this.environment.pipeline));
    this.trouble = undefined;
    return answer;
  }

  private unfinished(): PipelineEnd {
    const [closed] = this.reportedClosed;
    const approval = this.stages.find(({ awaitsApproval }) => awaitsApproval);
    const running = this.stages.find(({ status }) => status === 'running');
    const waitingFor =
      approval !== undefined
        ? `an approval in ${approval.name}`
        : closed !== undefined
          ? `the disabled transition into ${closed}`
          : running?.name;
    return { kind: 'unfinished', waitedMs: this.clock.now() - this.startedAt, waitingFor };
  }

  private endOfError(error: unknown): PipelineEnd {
    if (error instanceof WatchEnded) return error.end;
    if (!isUserFacingError(error)) throw error;
    const kind = failureKind(error);
    if (kind === 'expired-credentials') return { kind: 'credentials-expired' };
    if (kind === 'no-pipeline') return this.missing(error);
    return { kind: 'unknown', message: error.message, remedy: error.remedy };
  }

  private missing(error: UserFacingError): PipelineEnd {
    return {
      kind: 'never-started',
      findings: [missingPipeline(error)],
      waitedMs: this.clock.now() - this.startedAt,
    };
  }

  private report(event: EventOf<WatchEvent>): void {
    const { name: environment, pipeline } = this.environment;
    this.request.report({ environment, pipeline, ...event } as WatchEvent);
  }
}

/** Stages are a comfort: a role that may only list executions can watch without them. */
function ignoreDenied(error: unknown): [] {
  if (failureKind(error) === 'access-denied') return [];
  throw error;
}

function isSame(before: StageView | undefined, now: StageView): boolean {
  return (
    before !== undefined &&
    before.status === now.status &&
    before.action === now.action &&
    before.awaitsApproval === now.awaitsApproval
  );
}

/** Milliseconds from the first stage's start to the last one's end: a watch may begin when all is over. */
function timeOfStages(stages: readonly StageView[]): number {
  const moments = stages.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt]);
  const known = moments.filter((moment) => moment !== undefined).map((moment) => Date.parse(moment));
  return known.length === 0 ? 0 : Math.max(...known) - Math.min(...known);
}
