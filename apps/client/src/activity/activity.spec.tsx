import type { ActivityLog, ActivityLogEntry, ActivityQuery } from '@sluice/contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { Problem } from '../api/problem';
import { openConsole } from '../testing/open-console';
import { raincoat, session, umbrella } from '../testing/sample';

const promotion: ActivityLogEntry = {
  id: 'tag.prod.v2',
  app: 'shop',
  kind: 'promote',
  at: '2026-11-24T09:30:00.000Z',
  environments: ['prod'],
  tag: 'prod',
  actor: 'grace',
  reason: 'the fix for the cart',
  commit: umbrella,
  from: raincoat,
  subject: 'Sell umbrellas',
  runs: [
    {
      environment: 'prod',
      pipeline: 'shop-prod-pipeline',
      executionId: 'e1',
      status: 'Succeeded',
      startedAt: '2026-11-24T09:31:00.000Z',
      updatedAt: '2026-11-24T09:35:00.000Z',
      url: 'https://console.example/e1',
    },
  ],
};
const hold: ActivityLogEntry = {
  id: 'hold.stage.v1',
  app: 'shop',
  kind: 'hold',
  at: '2026-11-23T09:30:00.000Z',
  environments: ['stage'],
  actor: 'amy',
  reason: 'evil\u202etext',
};

/** What the server was asked for, without what is absent. */
function asked(calls: unknown[][]): ActivityQuery[] {
  return calls.map(([query]) => JSON.parse(JSON.stringify(query)) as ActivityQuery);
}

it('shows what happened below the days, with who did it and why', async () => {
  openConsole('/activity', {
    activity: async () => ({ entries: [promotion, hold], warnings: ['uat is unknown.'] }),
  });
  const days = await screen.findAllByRole('heading', { level: 2 });
  expect(days.map(({ textContent }) => textContent)).toEqual([
    'Tuesday, November 24, 2026',
    'Monday, November 23, 2026',
  ]);
  const [tuesday, monday] = screen.getAllByRole('list', { name: /^Activity of / });
  expect(tuesday?.textContent).toMatch(
    /Promoted.*prod.*a1b2c3d4.*Sell umbrellas.*the fix for the cart.*grace/,
  );
  expect(monday?.textContent).toMatch(/Held.*stage.*evil\\u\{202e\}text.*amy/);
  expect(screen.getByText('uat is unknown.')).toBeTruthy();
});

it('finds who changed prod last Tuesday: by the address, and by what is chosen', async () => {
  const { callsOf } = openConsole('/activity?environment=prod&from=2026-11-24&to=2026-11-24');
  await screen.findByText('Nothing found.');
  // Of the reader's time zone.
  const [since, until, later] = [24, 25, 26].map((day) => new Date(2026, 10, day).toISOString());
  expect(asked(callsOf('activity')).at(-1)).toEqual({ environment: 'prod', since, until });
  fireEvent.change(screen.getByLabelText('Kind'), { target: { value: 'rollbacks' } });
  fireEvent.change(screen.getByLabelText('To'), { target: { value: '2026-11-25' } });
  fireEvent.change(screen.getByRole('searchbox', { name: 'Person' }), { target: { value: 'grace ' } });
  await waitFor(() =>
    expect(asked(callsOf('activity')).at(-1)).toEqual({
      environment: 'prod',
      kinds: 'rollback',
      person: 'grace',
      since,
      until: later,
    }),
  );
  expect(window.location.search).toBe(
    '?environment=prod&kind=rollbacks&person=grace&from=2026-11-24&to=2026-11-25',
  );
});

it('ignores what is invalid in the address', async () => {
  const { callsOf } = openConsole('/activity?kind=toString&from=2026-02-30&to=now');
  await screen.findByText('Nothing found.');
  expect(asked(callsOf('activity'))).toContainEqual({});
});

it('goes back further when asked, and begins again with another filter', async () => {
  const pages: Record<string, ActivityLog> = {
    first: { entries: [promotion], next: 'second', searchedTo: promotion.at, warnings: [] },
    second: { entries: [hold], warnings: [] },
  };
  const { callsOf } = openConsole('/activity', {
    activity: async ({ after = 'first' }) => pages[after] as ActivityLog,
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Show earlier' }));
  await screen.findByText('Held');
  expect(screen.getByText('Promoted')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Show earlier' })).toBeNull();
  fireEvent.change(screen.getByLabelText('Environment'), { target: { value: 'stage' } });
  await screen.findByRole('button', { name: 'Show earlier' });
  expect(asked(callsOf('activity')).at(-1)).toEqual({ environment: 'stage' });
});

it('exports what the filter shows', async () => {
  const { callsOf } = openConsole('/activity?person=amy');
  const link = await screen.findByRole('link', { name: 'CSV' });
  expect(link.getAttribute('href')).toBe('/api/activity-export?format=csv');
  expect(link.hasAttribute('download')).toBe(true);
  expect(asked(callsOf('activityExport'))).toContainEqual({ person: 'amy', format: 'csv' });
});

it('shows all apps on request, and leads to the page of the other one', async () => {
  const other = { ...promotion, app: 'store' };
  const { callsOf } = openConsole('/activity', {
    session: async () => ({ ...session, apps: ['shop', 'store'] }),
    activity: async ({ apps }) => ({
      entries: apps === 'all' ? [promotion, other] : [promotion],
      warnings: [],
    }),
  });
  fireEvent.click(await screen.findByRole('checkbox', { name: 'All apps' }));
  await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(2));
  expect(asked(callsOf('activity')).at(-1)).toEqual({ apps: 'all' });
  const details = screen.getAllByRole('link', { name: /^Details: Promoted, prod/ });
  expect(details.map((link) => link.getAttribute('href'))).toEqual([
    '/activity/tag.prod.v2',
    '/apps/store/activity/tag.prod.v2',
  ]);
});

it('has a page for each entry, with all that its record says', async () => {
  const id = 'tag.prod.3/L4+x';
  const { callsOf } = openConsole(`/activity/${encodeURIComponent(id)}`, {
    activityEntry: async () => ({ ...promotion, id }),
  });
  expect(await screen.findByRole('heading', { level: 1, name: 'Promoted: prod' })).toBeTruthy();
  const main = within(screen.getByRole('main'));
  for (const text of ['grace', 'the fix for the cart', 'Sell umbrellas', id])
    expect(main.getByText(text)).toBeTruthy();
  const changes = main.getByRole('link', { name: 'Changes' }).getAttribute('href');
  expect(changes).toBe(`/compare?from=${raincoat}&to=${umbrella}`);
  expect(callsOf('activityEntry')).toEqual([[id]]);
});

it('says that the record of an entry is kept no longer', async () => {
  openConsole('/activity/tag.prod.gone', {
    activityEntry: async () => {
      throw new Problem('The bucket does not keep it.', 'Search the activity.', { code: 'not-found' });
    },
  });
  expect(await screen.findByText('The bucket does not keep it.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
});
