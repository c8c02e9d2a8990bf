/** All moments are in milliseconds since 1970. */

/** One version that came to the tag of an environment. */
export interface VersionRecord {
  versionId?: string;
  /** When the tag moved. */
  at: number;
  commit?: string;
  committedAt?: number;
  isRollback: boolean;
}

/** One execution of the environment's pipeline that ended. */
export interface ExecutionRecord {
  versionId: string;
  startedAt: number;
  endedAt: number;
  /** `none`: it was superseded or stopped, and says nothing of the version. */
  outcome: 'succeeded' | 'failed' | 'none';
}

/** What is known of one environment. */
export interface EnvironmentHistory {
  /** Oldest first. */
  versions: readonly VersionRecord[];
  /** In any order. */
  executions: readonly ExecutionRecord[];
  /** Rejections that were not undone. */
  rejections: readonly { commit: string; at: number }[];
}

/** What became of one new version: a change in the sense of the figures. */
export interface Change {
  /** When it ended, which is the week that it counts in. */
  endedAt: number;
  wasDeployed: boolean;
  /** From the commit to its first deployment here; absent for one that was here before, or of which that is unknown. */
  leadTime?: number;
  hasFailed: boolean;
  /** From the failure to the next successful deployment; absent as long as there is none. */
  restoreTime?: number;
}

interface Outcome {
  version: VersionRecord;
  /** When it was first deployed successfully. */
  deployedAt?: number;
  /** When its pipeline failed, if it did before that. */
  failedAt?: number;
}

/**
 * What became of each version, from the history alone; docs/metrics.md defines it for users.
 *
 * A version fails when the first execution that ended on it failed, when the next move of the tag is a rollback from it,
 * or when its archive is rejected while it is deployed. A rollback is no change of its own: it restores.
 */
export function changesOf({ versions, executions, rejections }: EnvironmentHistory): Change[] {
  const outcomes = versions.map((version) => outcomeOf(version, executions));
  const successes = successesOf(outcomes, executions);
  const seen = new Set<string>();
  return outcomes.flatMap((outcome, index) => {
    const { version, deployedAt, failedAt } = outcome;
    const { commit, committedAt, isRollback } = version;
    const isNew = commit !== undefined && !seen.has(commit);
    if (commit !== undefined && deployedAt !== undefined) seen.add(commit);
    const endedAt = failedAt ?? deployedAt;
    if (isRollback || endedAt === undefined) return [];
    const wasUndone =
      versions[index + 1]?.isRollback === true || isRejected(outcome, versions, index, rejections);
    const hasFailed = failedAt !== undefined || wasUndone;
    const restored =
      failedAt === undefined
        ? successes.find((one) => one.at > endedAt && one.versionId !== version.versionId)
        : successes.find((one) => one.at > failedAt);
    const isTimed = isNew && deployedAt !== undefined && committedAt !== undefined;
    return [
      {
        endedAt,
        wasDeployed: deployedAt !== undefined,
        // Clocks of committers can be ahead.
        ...(isTimed ? { leadTime: Math.max(0, deployedAt - committedAt) } : {}),
        hasFailed,
        ...(hasFailed && restored !== undefined ? { restoreTime: restored.at - endedAt } : {}),
      },
    ];
  });
}

/**
 * Nothing ended on a version that was superseded, or whose pipeline has not ended yet. Where the pipelines know nothing
 * of a time as long ago, and where there are none, a version counts as deployed when the tag moved.
 */
function outcomeOf(version: VersionRecord, executions: readonly ExecutionRecord[]): Outcome {
  const own = executions
    .filter(({ versionId }) => versionId === version.versionId)
    .sort((a, b) => a.startedAt - b.startedAt);
  const knownSince = Math.min(...executions.map(({ startedAt }) => startedAt));
  if (own.length === 0) return version.at < knownSince ? { version, deployedAt: version.at } : { version };
  const ended = own.filter(({ outcome }) => outcome !== 'none');
  const failedAt = ended[0]?.outcome === 'failed' ? ended[0].endedAt : undefined;
  return { version, failedAt, deployedAt: ended.find(({ outcome }) => outcome === 'succeeded')?.endedAt };
}

/** Every moment at which something was deployed successfully, rollbacks and repeated deployments too, oldest first. */
function successesOf(
  outcomes: readonly Outcome[],
  executions: readonly ExecutionRecord[],
): { at: number; versionId?: string }[] {
  const assumed = outcomes.flatMap(({ version: { versionId }, deployedAt }) =>
    deployedAt === undefined ? [] : [{ at: deployedAt, versionId }],
  );
  const repeated = executions
    .filter(({ outcome }) => outcome === 'succeeded')
    .map(({ endedAt, versionId }) => ({ at: endedAt, versionId }));
  return [...assumed, ...repeated].sort((a, b) => a.at - b.at);
}

/** Whether its archive was rejected between its deployment and the next move of the tag. */
function isRejected(
  { version: { commit }, deployedAt }: Outcome,
  versions: readonly VersionRecord[],
  index: number,
  rejections: EnvironmentHistory['rejections'],
): boolean {
  const until = versions[index + 1]?.at ?? Infinity;
  return rejections.some(
    (one) => one.commit === commit && one.at >= (deployedAt ?? Infinity) && one.at < until,
  );
}
