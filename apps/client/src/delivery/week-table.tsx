import type { MetricsWeek } from '@sluice/contract';
import { rateText, spanText } from './span-text';

const columns: { name: string; textOf(week: MetricsWeek): string | undefined }[] = [
  { name: 'Deployments', textOf: ({ deployments }) => String(deployments) },
  { name: 'Lead time', textOf: ({ leadTimeMs }) => maybe(leadTimeMs, spanText) },
  {
    name: 'Change failure rate',
    textOf: ({ changeFailureRate, failures, changes }) =>
      maybe(changeFailureRate, (rate) => `${rateText(rate)} (${failures} of ${changes})`),
  },
  { name: 'Time to restore', textOf: ({ restoreTimeMs }) => maybe(restoreTimeMs, spanText) },
  { name: 'Not restored', textOf: ({ unrestored }) => String(unrestored) },
];

const maybe = (value: number | undefined, text: (value: number) => string) =>
  value === undefined ? undefined : text(value);

/** The numbers behind the charts, newest first. */
export function WeekTable({ weeks }: { weeks: readonly MetricsWeek[] }) {
  return (
    // A wide table scrolls by itself; the page does not.
    <div className="week-table" tabIndex={0} role="region" aria-label="Figures by week">
      {/* The roles are said again, because on narrow screens the cells are no table to CSS. */}
      <table role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              Week
            </th>
            {columns.map(({ name }) => (
              <th key={name} scope="col" role="columnheader">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {[...weeks].reverse().map((week) => (
            <tr key={week.week} role="row">
              <th scope="row" role="rowheader">
                {week.week} <span className="muted">from {week.startsOn}</span>
              </th>
              {columns.map(({ name, textOf }) => (
                <Cell key={name} name={name} text={textOf(week)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A dash where there is nothing to tell; on narrow screens, where each cell is a line, such a line is left out. */
function Cell({ name, text }: { name: string; text?: string }) {
  return (
    <td role="cell" data-name={name} className={text === undefined || text === '0' ? 'nothing' : undefined}>
      {text ?? '–'}
    </td>
  );
}
