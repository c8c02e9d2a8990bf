import type { MetricsWeek } from '@sluice/contract';
import BarChart from '@cloudscape-design/components/bar-chart';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { rateText, spanText, unitOf } from './span-text';

interface ChartProps {
  title: string;
  weeks: readonly MetricsWeek[];
  /** Absent in a week that has none. */
  valueOf(week: MetricsWeek): number | undefined;
  yTitle: string;
  textOf(value: number): string;
  /** At the axis; the number itself when absent. */
  tickOf?(value: number): string;
}

/** One chart for each figure. Loaded only where they are shown. */
export default function MetricsCharts({ weeks }: { weeks: readonly MetricsWeek[] }) {
  const known = (values: (number | undefined)[]) => values.filter((value) => value !== undefined);
  const lead = unitOf(known(weeks.map(({ leadTimeMs }) => leadTimeMs)));
  const restore = unitOf(known(weeks.map(({ restoreTimeMs }) => restoreTimeMs)));
  return (
    <div className="charts">
      <Chart
        title="Deployments"
        weeks={weeks}
        valueOf={({ deployments }) => deployments}
        yTitle="Number per week"
        tickOf={(value) => (Number.isInteger(value) ? value.toLocaleString('en') : '')}
        textOf={(value) => value.toLocaleString('en')}
      />
      <Chart
        title="Lead time for changes"
        weeks={weeks}
        valueOf={({ leadTimeMs }) => leadTimeMs && leadTimeMs / lead.length}
        yTitle={`Median in ${lead.name}`}
        textOf={(value) => spanText(value * lead.length)}
      />
      <Chart
        title="Change failure rate"
        weeks={weeks}
        valueOf={({ changeFailureRate }) => changeFailureRate}
        yTitle="Share of changes"
        textOf={rateText}
        tickOf={rateText}
      />
      <Chart
        title="Time to restore"
        weeks={weeks}
        valueOf={({ restoreTimeMs }) => restoreTimeMs && restoreTimeMs / restore.length}
        yTitle={`Median in ${restore.name}`}
        textOf={(value) => spanText(value * restore.length)}
      />
    </div>
  );
}

function Chart({ title, weeks, valueOf, yTitle, textOf, tickOf }: ChartProps) {
  const data = weeks.flatMap((week) => {
    const y = valueOf(week);
    return y === undefined ? [] : [{ x: week.week, y }];
  });
  const most = Math.max(0, ...data.map(({ y }) => y));
  return (
    <Container header={<Header variant="h2">{title}</Header>}>
      <BarChart
        series={data.length === 0 ? [] : [{ title, type: 'bar', data, valueFormatter: textOf }]}
        xDomain={weeks.map(({ week }) => week)}
        yDomain={[0, most === 0 ? 1 : most]}
        xScaleType="categorical"
        xTickFormatter={(week) => week.slice(5)}
        yTickFormatter={tickOf}
        xTitle="ISO week"
        yTitle={yTitle}
        height={180}
        hideFilter
        hideLegend
        ariaLabel={`${title} by week`}
        ariaDescription="The table below has the same numbers."
        empty="No data"
        noMatch="No data"
        i18nStrings={{
          chartAriaRoleDescription: 'bar chart',
          xAxisAriaRoleDescription: 'x axis',
          yAxisAriaRoleDescription: 'y axis',
          detailPopoverDismissAriaLabel: 'Close',
        }}
      />
    </Container>
  );
}
