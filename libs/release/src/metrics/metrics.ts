import type { MetricsFigures, MetricsWeek } from '@sluice/contract';
import { isoWeekIn, weeksUntil } from './iso-week';
import { changesOf, type Change, type EnvironmentHistory } from './outcomes';

/** Weeks in a time zone, the last of which has `now`. */
export interface MetricsSpan {
  /** Of the IANA database. */
  timeZone: string;
  /** How many. */
  weeks: number;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * The four figures that DORA measures delivery by (https://dora.dev/guides/dora-metrics-four-keys/), each as its Four
 * Keys project computes it (https://github.com/dora-team/fourkeys/blob/main/METRICS.md), as far as the history of one
 * environment tells:
 *
 * - deployment frequency: successful deployments of new versions,
 * - lead time for changes: the median time from the commit that a version was made of to its deployment,
 * - change failure rate: the share of new versions that failed,
 * - time to restore: the median time from a failure to the next successful deployment.
 *
 * A change counts in the week in which it ended.
 */
export function environmentMetrics(
  history: EnvironmentHistory,
  { timeZone, weeks, now }: MetricsSpan,
): { weeks: MetricsWeek[]; total: MetricsFigures } {
  const weekOf = isoWeekIn(timeZone);
  const span = weeksUntil(weekOf(now), weeks);
  const byWeek = new Map<string, Change[]>(span.map(({ week }) => [week, []]));
  for (const change of changesOf(history)) byWeek.get(weekOf(change.endedAt).week)?.push(change);
  return {
    weeks: span.map(({ week, startsOn }) => ({ week, startsOn, ...figuresOf(byWeek.get(week) ?? []) })),
    total: figuresOf([...byWeek.values()].flat()),
  };
}

function figuresOf(changes: readonly Change[]): MetricsFigures {
  const failures = changes.filter(({ hasFailed }) => hasFailed);
  const leadTime = median(changes.map((change) => change.leadTime));
  const restoreTime = median(failures.map((change) => change.restoreTime));
  return {
    changes: changes.length,
    deployments: changes.filter(({ wasDeployed }) => wasDeployed).length,
    failures: failures.length,
    ...(changes.length === 0 ? {} : { changeFailureRate: failures.length / changes.length }),
    ...(leadTime === undefined ? {} : { leadTimeMs: leadTime }),
    ...(restoreTime === undefined ? {} : { restoreTimeMs: restoreTime }),
    unrestored: failures.filter((change) => change.restoreTime === undefined).length,
  };
}

/** The middle one of what is known, or the mean of the two in the middle. */
function median(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  const [low, high] = [known[Math.floor((known.length - 1) / 2)], known[Math.floor(known.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
