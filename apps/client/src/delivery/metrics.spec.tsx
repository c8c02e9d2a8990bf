import type { Metrics, MetricsFigures, MetricsWeek } from '@sluice/contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { openConsole } from '../testing/open-console';
import { rateText, spanText, unitOf } from './span-text';

const hour = 3_600_000;
const nothing: MetricsFigures = { changes: 0, deployments: 0, failures: 0, unrestored: 0 };
const some: MetricsFigures = {
  changes: 9,
  deployments: 7,
  failures: 5,
  changeFailureRate: 5 / 9,
  leadTimeMs: 6 * hour,
  restoreTimeMs: 1.125 * hour,
  unrestored: 1,
};
const weeks: MetricsWeek[] = [
  { week: '2026-W47', startsOn: '2026-11-16', ...nothing },
  { week: '2026-W48', startsOn: '2026-11-23', ...some },
];
const metrics: Metrics = {
  app: 'shop',
  timeZone: 'UTC',
  environments: [
    {
      name: 'stage',
      weeks: weeks.map((week) => ({ ...week, ...nothing })),
      total: nothing,
      arePipelinesKnown: false,
    },
    { name: 'prod', weeks, total: some, arePipelinesKnown: true },
  ],
  warnings: ['uat is unknown.'],
};

/** The value and the note of a figure. */
function figure(name: string): string | null | undefined {
  return screen.getByText(name, { selector: 'dt' }).nextElementSibling?.textContent;
}

it('shows the four figures of the last environment, and its weeks', async () => {
  const { callsOf } = openConsole('/delivery', { metrics: async () => metrics });
  await screen.findByText('Deployment frequency');
  expect(figure('Deployment frequency')).toBe('3.5 per week7 deployments in 2 weeks');
  expect(figure('Lead time for changes')).toContain('6 h 0 min');
  expect(figure('Change failure rate')).toBe('56%5 of 9 changes failed');
  expect(figure('Time to restore')).toBe('1 h 7 min1 not restored yet');
  expect(screen.getByText('uat is unknown.')).toBeTruthy();
  const rows = within(screen.getByRole('region', { name: 'Figures by week' })).getAllByRole('row');
  expect(rows.map(({ textContent }) => textContent)).toEqual([
    'WeekDeploymentsLead timeChange failure rateTime to restoreNot restored',
    '2026-W48 from 2026-11-2376 h 0 min56% (5 of 9)1 h 7 min1',
    '2026-W47 from 2026-11-160–––0',
  ]);
  const timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(callsOf('metrics')).toEqual([[{ weeks: 12, timeZone }]]);
});

it('draws a chart of each figure, with words for who cannot see it', async () => {
  openConsole('/delivery', { metrics: async () => metrics });
  for (const name of ['Deployments', 'Lead time for changes', 'Change failure rate', 'Time to restore'])
    expect(await screen.findByLabelText(`${name} by week`)).toBeTruthy();
});

it('says of a figure that has no numbers that it has none', async () => {
  const [stage] = metrics.environments;
  const none = { ...stage!, weeks: [{ week: '2026-W48', startsOn: '2026-11-23', ...nothing }] };
  openConsole('/delivery', { metrics: async () => ({ ...metrics, environments: [none] }) });
  await screen.findByLabelText('Deployments by week');
  // All but the number of deployments, which is 0.
  expect(screen.getAllByText('No data')).toHaveLength(3);
});

it('shows another environment and more weeks, and keeps both in the address', async () => {
  const { callsOf } = openConsole('/delivery', { metrics: async () => metrics });
  fireEvent.change(await screen.findByLabelText('Environment'), { target: { value: 'stage' } });
  expect(await screen.findByText(/The deployments to stage are unknown/)).toBeTruthy();
  expect(figure('Lead time for changes')).toMatch(/^–/);
  fireEvent.change(screen.getByLabelText('Weeks'), { target: { value: '26' } });
  await waitFor(() => expect(callsOf('metrics').at(-1)).toMatchObject([{ weeks: 26 }]));
  expect(window.location.search).toBe('?environment=stage&weeks=26');
});

it('says spans and rates in few words', () => {
  expect(spanText(47 * hour)).toBe('47 h 0 min');
  expect(spanText(60 * hour)).toBe('2.5 days');
  expect(rateText(1 / 3)).toBe('33%');
  expect(unitOf([hour / 120]).name).toBe('seconds');
  expect(unitOf([hour]).name).toBe('minutes');
  expect(unitOf([hour, 3 * hour]).name).toBe('hours');
  expect(unitOf([50 * hour]).name).toBe('days');
  expect(unitOf([]).name).toBe('minutes');
});
