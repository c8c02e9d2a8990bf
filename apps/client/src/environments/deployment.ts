import type { EnvironmentCard } from '@sluice/contract';
import { endOf } from '../live/run-status';

/** What runs in an environment. */
export interface LiveVersion {
  commit?: string;
  subject?: string;
  author?: string;
  actor?: string;
  /** When its deployment succeeded, or else when it came to the tag; ISO 8601. */
  since?: string;
  /** No pipeline tells: it is what the tag has. */
  isAssumed: boolean;
}

/** Why the version of the tag is not live. */
export type Arrival = 'starting' | 'running' | 'failed' | 'stopped' | 'superseded' | 'absent';

export interface Deployment {
  /** Absent: nothing is live. */
  live?: LiveVersion;
  /** Absent: the version of the tag is live. */
  arrival?: Arrival;
}

/** What is live, as the pipeline says, beside what the tag has: after a failed deployment they differ. */
export function deploymentOf({ current, live, run, runVersionId, awaitsRun }: EnvironmentCard): Deployment {
  if (!current) return {};
  if (!live && !run) {
    const { commit, subject, author, actor, writtenAt } = current;
    return { live: { commit, subject, author, actor, since: writtenAt, isAssumed: true } };
  }
  const shown = live && { ...live, since: live.deployedAt, isAssumed: false };
  if (awaitsRun) return { live: shown, arrival: 'starting' };
  if (live?.isOnTag) {
    const { commit, subject, author, actor } = current;
    return { live: { commit, subject, author, actor, since: live.deployedAt, isAssumed: false } };
  }
  const end = run && endOf(run.status);
  const isOfTag = current.versionId === undefined || runVersionId === current.versionId;
  if (run && end === undefined) return { live: shown, arrival: 'running' };
  return { live: shown, arrival: isOfTag && end && end !== 'succeeded' ? end : 'absent' };
}
