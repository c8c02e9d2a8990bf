import type { MetricsFigures } from '@sluice/contract';
import Container from '@cloudscape-design/components/container';
import { count } from '../text/count';
import { rateText, spanText } from './span-text';

/** The four figures of all weeks together, each with what it is made of. */
export function FigureRow({ total, weeks }: { total: MetricsFigures; weeks: number }) {
  const { deployments, changes, failures, changeFailureRate, leadTimeMs, restoreTimeMs, unrestored } = total;
  const figures = [
    {
      name: 'Deployment frequency',
      value: `${(deployments / weeks).toLocaleString('en', { maximumFractionDigits: 1 })} per week`,
      note: `${count(deployments, 'deployment')} in ${count(weeks, 'week')}`,
    },
    {
      name: 'Lead time for changes',
      value: leadTimeMs === undefined ? undefined : spanText(leadTimeMs),
      note: 'median, from the commit to its deployment',
    },
    {
      name: 'Change failure rate',
      value: changeFailureRate === undefined ? undefined : rateText(changeFailureRate),
      note: `${failures.toLocaleString('en')} of ${count(changes, 'change')} failed`,
    },
    {
      name: 'Time to restore',
      value: restoreTimeMs === undefined ? undefined : spanText(restoreTimeMs),
      note:
        unrestored === 0 ? 'median, from a failure to the next deployment' : `${unrestored} not restored yet`,
    },
  ];
  return (
    <Container>
      <dl className="figures">
        {figures.map(({ name, value, note }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <strong className={value === undefined ? 'muted' : undefined}>{value ?? '–'}</strong>
              <span className="muted">{note}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Container>
  );
}
