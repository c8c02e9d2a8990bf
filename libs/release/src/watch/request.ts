import type { EnvironmentSettings } from '../config/settings';
import type { Pipelines } from '../ports/pipelines';
import type { NextCommand } from '../next-command';
import type { Clock } from '../clock';
import type { WatchEvent } from './events';
import type { PaceLimits } from './pace';

export interface WatchedEnvironment extends Pick<EnvironmentSettings, 'name' | 'pipeline'> {
  /** The execution that was started on purpose: an earlier one of the same version says nothing of it. */
  startedWith?: string;
}

/** Milliseconds. */
export interface WatchLimits {
  /** Until an execution has to have started: polling and events take up to two minutes. */
  start: number;
  /** The whole watch; approvals may take days, and a CI job must end. */
  whole: number;
  /** Without any answer, before the watch gives up. */
  outage: number;
}

export const defaultLimits: WatchLimits = {
  start: 3 * 60_000,
  whole: 60 * 60_000,
  outage: 5 * 60_000,
};

export interface WatchRequest {
  pipelines: Pipelines;
  /** Those whose tag it is. */
  environments: readonly WatchedEnvironment[];
  tag: string;
  /** Key of the tag's object. */
  key: string;
  /** Full sha, for the words. */
  commit: string;
  /** Of the tag's object; executions are known by it. */
  versionId: string;
  /**
   * `now`: an execution is to start. `earlier`: nothing was written, so the newest execution of the version counts as
   * it is, and is followed when it is still in progress.
   */
  written: 'now' | 'earlier';
  /** For remedies. */
  command: NextCommand;
  report(event: WatchEvent): void;
  /** Stops the watch, never the deployment. */
  signal?: AbortSignal;
  limits?: Partial<WatchLimits>;
  pace?: Partial<PaceLimits>;
  clock?: Clock;
}
