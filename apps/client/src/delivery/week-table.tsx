import type { MetricsWeek } from '@sluice/contract';
import { rateText, spanText } from './span-text';

/** The numbers behind the charts, newest first. */
export function WeekTable({ weeks }: { weeks: readonly MetricsWeek[] }) {
  return (
    // The table is wider than a phone: it scrolls, and the page does not.
    <div className="week-table" tabIndex={0} role="region" aria-label="Figures by week">
      <table>
        <thead>
          <tr>
            <th scope="col">Week</th>
            <th scope="col">Deployments</th>
            <th scope="col">Lead time</th>
            <th scope="col">Change failure rate</th>
            <th scope="col">Time to restore</th>
            <th scope="col">Not restored</th>
          </tr>
        </thead>
        <tbody>
          {[...weeks].reverse().map((week) => (
            <tr key={week.week}>
              <th scope="row">
                {week.week} <span className="muted">from {week.startsOn}</span>
              </th>
              <td>{week.deployments}</td>
              <td>{week.leadTimeMs === undefined ? '–' : spanText(week.leadTimeMs)}</td>
              <td>
                {week.changeFailureRate === undefined
                  ? '–'
                  : `${rateText(week.changeFailureRate)} (${week.failures} of ${week.changes})`}
              </td>
              <td>{week.restoreTimeMs === undefined ? '–' : spanText(week.restoreTimeMs)}</td>
              <td>{week.unrestored}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
