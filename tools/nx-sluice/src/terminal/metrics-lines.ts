import type { Metrics, MetricsFigures } from '@sluice/contract';
import { formatDuration } from '@sluice/release';
import type { Styles } from './styles';
import { tableLines, type Cell, type Column } from './table';

const columns: Column[] = [
  { name: 'environment' },
  { name: 'week' },
  { name: 'deployments' },
  { name: 'lead time' },
  { name: 'change failure rate' },
  { name: 'time to restore' },
  { name: 'not restored', leaves: 1 },
];

/** The four figures as a table: the weeks of each environment, oldest first, and all of them together. */
export function metricsLines({ environments }: Metrics, styles: Styles): string[] {
  const rows = environments.flatMap(({ name, weeks, total }) => [
    ...weeks.map((week, index) => row(index === 0 ? name : '', week.week, week)),
    row('', 'all', total, styles.bold),
  ]);
  return tableLines(columns, rows, styles);
}

function row(
  environment: string,
  week: string,
  figures: MetricsFigures,
  style?: (text: string) => string,
): Cell[] {
  const { deployments, changes, failures, changeFailureRate, leadTimeMs, restoreTimeMs, unrestored } =
    figures;
  const rate =
    changeFailureRate === undefined
      ? ''
      : `${Math.round(100 * changeFailureRate)}% (${failures} of ${changes})`;
  return [
    environment,
    week,
    String(deployments),
    leadTimeMs === undefined ? '' : formatDuration(leadTimeMs),
    rate,
    restoreTimeMs === undefined ? '' : formatDuration(restoreTimeMs),
    unrestored === 0 ? '' : String(unrestored),
  ].map((text) => ({ text, style }));
}
