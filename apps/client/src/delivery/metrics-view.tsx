import type { Metrics } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import { lazy, Suspense, useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { Page } from '../shell/page';
import { Placeholder } from '../shell/placeholder';
import { ProblemNotice } from '../shell/problem-notice';
import { useAnnounce } from '../shell/use-announce';
import { useReaderZone } from '../text/reader-zone';
import { UntrustedText } from '../text/untrusted-text';
import { visibleText } from '../text/visible-text';
import { FigureRow } from './figure-row';
import './metrics.css';
import { WeekTable } from './week-table';

const loadCharts = () => import('./metrics-charts');
const MetricsCharts = lazy(loadCharts);

const weekChoices = [4, 12, 26, 53];
const usualWeeks = 12;

/** `/delivery`: the four figures of one environment, by week. /metrics of the server is for Prometheus. */
export default function MetricsView() {
  const api = useApi();
  const timeZone = useReaderZone();
  const [address, setAddress] = useSearchParams();
  const weeks = weekChoices.find((count) => String(count) === address.get('weeks')) ?? usualWeeks;
  const { data, problem, reload } = useResource(JSON.stringify([timeZone, weeks]), (signal) =>
    api.metrics({ weeks, timeZone }, signal),
  );
  // At once, beside the data, and not after them.
  useEffect(() => void loadCharts(), []);
  const shown = environmentOf(data, address.get('environment'));
  useAnnounce(shown && `${shown.name} ${weeks}`, `Metrics of ${shown?.name} for ${weeks} weeks`);
  const show = (name: string, value: string) =>
    setAddress((before) => new URLSearchParams({ ...Object.fromEntries(before), [name]: value }));
  return (
    <Page
      title="Metrics"
      description={`How changes reach an environment, from its history. Weeks begin on Monday in ${visibleText(timeZone)}.`}
    >
      <div className="metrics-choices">
        <label>
          Environment
          <select value={shown?.name ?? ''} onChange={({ target }) => show('environment', target.value)}>
            {data?.environments.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          Weeks
          <select value={weeks} onChange={({ target }) => show('weeks', target.value)}>
            {weekChoices.map((count) => (
              <option key={count}>{count}</option>
            ))}
          </select>
        </label>
      </div>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!data && !problem && <Placeholder height="50rem" label="Loading" />}
      {data?.warnings.map((warning) => (
        <Alert key={warning} type="warning" statusIconAriaLabel="Warning">
          <UntrustedText text={warning} hasLines />
        </Alert>
      ))}
      {shown && (
        <>
          {!shown.arePipelinesKnown && (
            <Alert type="info" statusIconAriaLabel="Info">
              The deployments to {visibleText(shown.name)} are unknown. A version counts as deployed when the
              tag moved.
            </Alert>
          )}
          <FigureRow total={shown.total} weeks={shown.weeks.length} />
          <Suspense fallback={<Placeholder height="36rem" label="Loading" />}>
            <MetricsCharts weeks={shown.weeks} />
          </Suspense>
          <WeekTable weeks={shown.weeks} />
        </>
      )}
    </Page>
  );
}

/** The one that the address names, or else the last, which changes come to in the end. */
function environmentOf(data: Metrics | undefined, name: string | null) {
  return data?.environments.find((one) => one.name === name) ?? data?.environments.at(-1);
}
