import type { EnvironmentCard } from '@sluice/contract';
import { screen, within } from '@testing-library/react';
import { openConsole } from '../testing/open-console';
import { board, raincoat, umbrella } from '../testing/sample';

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
    { rule: 'minAge', label: 'Age', ok: false, explanation: 'too young until 2026-11-20T11:00:00.000Z' },
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
    expect.stringMatching(/Age: too young until 2026-11-20 \d\d:00:00 \S+$/),
  ]);
  expect(arrow.getByRole('link', { name: 'Promote next to prod' }).className).not.toContain(
    'variant-primary',
  );
});

const [stage, prod] = board.environments as [EnvironmentCard, EnvironmentCard];
const failed = { ...stage.run!, status: 'Failed' as const };
const running = { ...stage.run!, status: 'InProgress' as const };
const before = { versionId: 'stage-0', commit: raincoat, isOnTag: false };

it.each<[string, Partial<EnvironmentCard>, string]>([
  ['is live', {}, 'Newest release'],
  ['failed', { run: failed, live: before }, 'The newest release failed'],
  ['is on its way', { run: running, live: before }, 'Deploying the newest release'],
  ['has not started', { awaitsRun: true, live: before }, 'Deploying the newest release'],
])('says whether the newest release on the tag is live: it %s', async (_state, change, text) => {
  const { streams } = openConsole('/');
  streams.send('board', { ...board, environments: [{ ...stage, behind: 0, ...change }, prod] });
  const arrow = within(await screen.findByRole('region', { name: 'From newest release to stage' }));
  expect(arrow.getByText(text)).toBeTruthy();
});

it.each<[string, Partial<EnvironmentCard>, string]>([
  ['failed', { run: failed, live: before }, 'The release failed in stage.'],
  ['is on its way', { run: running, live: before }, 'The release is being deployed to stage.'],
])('says why what the tag before has does not wait: it %s there', async (_state, change, text) => {
  const { streams } = openConsole('/');
  streams.send('board', { ...board, environments: [{ ...stage, ...change }, prod] });
  const arrow = within(await screen.findByRole('region', { name: 'From stage to prod' }));
  expect(arrow.getByText('9 commits behind stage')).toBeTruthy();
  expect(arrow.getByText(text)).toBeTruthy();
});

it('does not call it the same commit where its deployment failed', async () => {
  const { streams } = openConsole('/');
  const behindPrevious = { environment: 'stage', commits: 0 };
  const level = { ...prod, current: { ...stage.current!, versionId: 'prod-1' }, behindPrevious };
  streams.send('board', { ...board, environments: [stage, level] });
  const arrow = within(await screen.findByRole('region', { name: 'From stage to prod' }));
  expect(arrow.getByText('Same commit as stage')).toBeTruthy();
  streams.send('board', { ...board, environments: [stage, { ...level, run: failed, live: before }] });
  expect(arrow.getByText('The release of stage failed')).toBeTruthy();
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
