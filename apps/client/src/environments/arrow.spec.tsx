import type { EnvironmentCard } from '@sluice/contract';
import { screen, within } from '@testing-library/react';
import { openConsole } from '../testing/open-console';
import { board, umbrella } from '../testing/sample';

const boardWith = (change: Partial<EnvironmentCard>) => ({
  ...board,
  environments: board.environments.map((one) => (one.name === 'prod' ? { ...one, ...change } : one)),
});

it('shows on the arrow what waits, by whom, and leads to the next promotion', async () => {
  const { streams } = openConsole('/');
  const waiting = {
    commit: umbrella,
    subject: 'Sell umbrellas',
    commits: 3,
    authors: ['Grace Hopper', 'Amy Anderson <amy@example.org>'],
    gateResults: [],
  };
  streams.send('board', boardWith({ waiting }));
  const arrow = within(await screen.findByRole('region', { name: 'From stage to prod' }));
  expect(arrow.getByRole('link', { name: '3 commits wait' }).getAttribute('href')).toBe(
    `/compare?from=prod&to=${umbrella}`,
  );
  expect(arrow.getByTitle('Grace Hopper').textContent).toContain('GH');
  expect(arrow.getByTitle('Amy Anderson').textContent).toContain('AA');
  const next = arrow.getByRole('link', { name: 'Promote next to prod' });
  expect(next.getAttribute('href')).toBe(`/environments/prod/promote?commit=${umbrella}`);
  expect(next.className).toContain('variant-primary');
});

it('names on the arrow the gates that would refuse the promotion now', async () => {
  const { streams } = openConsole('/');
  const gateResults = [
    {
      rule: 'freeze',
      label: 'Freeze',
      ok: false,
      isOverridable: true,
      explanation: 'prod is frozen until Monday',
    },
    { rule: 'hold', label: 'Hold', ok: false, explanation: 'it is held by grace since 2026: Load test' },
  ];
  const hold = { reason: 'Load test', actor: 'Grace Hopper <grace@example.org>' };
  streams.send(
    'board',
    boardWith({ hold, waiting: { commit: umbrella, releases: 1, authors: [], gateResults } }),
  );
  const arrow = within(await screen.findByRole('region', { name: 'From stage to prod' }));
  expect(arrow.getByRole('link', { name: '1 release waits' })).toBeTruthy();
  const gates = within(arrow.getByRole('list', { name: 'Gates in the way' })).getAllByRole('listitem');
  expect(gates.map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('Freeze: prod is frozen until Monday'),
    expect.stringMatching(/Hold: Load test, by Grace Hopper/),
  ]);
  expect(arrow.getByRole('link', { name: 'Promote next to prod' }).className).not.toContain(
    'variant-primary',
  );
});

it('says of environments with one tag that they move together', async () => {
  const { streams } = openConsole('/');
  const [stage, prod] = board.environments;
  const europe = { ...prod!, name: 'prod-eu', sharesTagWith: ['prod'] };
  streams.send('board', { ...board, environments: [stage, prod, europe] });
  const arrow = within(await screen.findByRole('region', { name: 'From stage to prod-eu' }));
  expect(arrow.getByText('Moves with prod')).toBeTruthy();
  expect(arrow.queryByRole('link', { name: /^Promote next/ })).toBeNull();
});
