import type { Board, EnvironmentCard, Move, MovePlan } from '@sluice/contract';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { Problem } from '../api/problem';
import { openConsole } from '../testing/open-console';
import { board, plan, raincoat, umbrella } from '../testing/sample';

const address = `/environments/prod/promote?commit=${umbrella}`;
const click = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const lost = new Problem('The server does not respond.', 'See that it runs.', { mayBeDone: true });

const prodWith = (change: Partial<EnvironmentCard>): Board => ({
  ...board,
  environments: board.environments.map((one) => (one.name === 'prod' ? { ...one, ...change } : one)),
});
const prodAt = (versionId: string, commit: string) =>
  prodWith({ current: { ...board.environments[1]!.current!, versionId, commit } });

async function fillIn() {
  await screen.findByRole('heading', { name: 'Confirm' });
  fireEvent.change(screen.getByLabelText('Reason'), { target: { value: 'Friday release' } });
  fireEvent.change(screen.getByLabelText('Type prod to confirm'), { target: { value: 'prod' } });
}
const promote = () => click(/^Promote a1b2c3d4/);

/** A move whose end the test chooses. */
function slowMove() {
  let end: { succeed(): void; fail(problem: Problem): void } | undefined;
  const move = () =>
    new Promise<Move>((done, fail) => {
      const moved: Move = { outcome: 'moved', tag: 'prod', commit: umbrella, versionId: 'prod-2' };
      end = { succeed: () => done(moved), fail };
    });
  const settle = (how: 'succeed' | 'fail', problem = lost) => act(async () => end?.[how](problem));
  return { move, settle };
}

async function leave() {
  fireEvent.click(screen.getByRole('link', { name: 'Environments' }));
  await screen.findByRole('heading', { level: 1, name: 'Environments' });
}

it('says that it is not known whether a lost move was made, and watches it once the board shows it', async () => {
  const { streams } = openConsole(address, { promote: () => Promise.reject(lost) });
  await fillIn();
  promote();
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('Promotion status unknown');
  expect(alert.textContent).not.toContain('Promotion failed');
  streams.send('board', prodAt('prod-2', umbrella));
  await waitFor(() => expect(window.location.search).toContain('watch=prod-2'));
  expect(
    screen.getAllByText(/^prod has a1b2c3d4, with a problem: The server does not respond\./).length,
  ).toBeGreaterThan(0);
});

it('does not take the move of someone else for the one that was lost', async () => {
  let version = 'prod-1';
  const { streams } = openConsole(address, {
    promote: () => Promise.reject(lost),
    promotionPlan: async () => ({ ...plan, expects: version }),
  });
  await fillIn();
  promote();
  await screen.findByText('Promotion status unknown');
  version = 'prod-2';
  streams.send('board', prodAt('prod-2', raincoat));
  click('Review the new plan');
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  expect(window.location.search).not.toContain('watch');
  expect((screen.getByLabelText('Reason') as HTMLTextAreaElement).value).toBe('Friday release');
});

it('goes to the pipeline of a lost move also when it was tried a second time', async () => {
  const answers = [lost, new Problem('"prod" was moved.', 'Plan anew.', { code: 'race-lost' })];
  const { streams } = openConsole(address, { promote: () => Promise.reject(answers.shift()) });
  await fillIn();
  promote();
  await screen.findByText('Promotion status unknown');
  promote();
  await screen.findByText('prod was changed by someone else');
  streams.send('board', prodAt('prod-2', umbrella));
  await waitFor(() => expect(window.location.search).toContain('watch=prod-2'));
});

it('shows the name of who was faster as plain text', async () => {
  const faster = new Problem('It was moved by \u202egrace.', 'Plan anew.', { code: 'race-lost' });
  openConsole(address, { promote: () => Promise.reject(faster) });
  await fillIn();
  promote();
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('It was moved by \\u{202e}grace.');
});

it('tells who has left the page how the move ended, and leaves them where they are', async () => {
  const { move, settle } = slowMove();
  openConsole(address, { promote: move });
  await fillIn();
  promote();
  await leave();
  await settle('succeed');
  expect(screen.getAllByText('prod was moved to a1b2c3d4.').length).toBeGreaterThan(0);
  expect(window.location.pathname + window.location.search).toBe('/');
});

it.each([
  [lost, /^Promotion of prod to a1b2c3d4: status unknown\. The server does not respond\./],
  [new Problem('It is held.', 'Wait.'), /^Promotion of prod to a1b2c3d4 failed\. It is held\. Wait\./],
])('tells who has left the page that the move failed: %s', async (problem, text) => {
  const { move, settle } = slowMove();
  openConsole(address, { promote: move });
  await fillIn();
  promote();
  await leave();
  await settle('fail', problem);
  expect(screen.getAllByText(text).length).toBeGreaterThan(0);
});

it('says at once that someone else moved the tag, and goes to the heading of the new plan', async () => {
  let version = 'prod-1';
  const { streams, callsOf } = openConsole(address, {
    promotionPlan: async () => ({ ...plan, expects: version }),
  });
  await screen.findByRole('heading', { name: 'Confirm' });
  version = 'prod-2';
  streams.send('board', prodAt('prod-2', raincoat));
  expect(await screen.findByText('prod was changed by someone else')).toBeTruthy();
  click('Review the new plan');
  await waitFor(() => expect(screen.queryByText('prod was changed by someone else')).toBeNull());
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Plan' }).closest('[tabindex]'));
  expect(callsOf('promotionPlan')).toHaveLength(2);
});

it('takes a board that is older than the plan for no move', async () => {
  const { streams } = openConsole(address, { promotionPlan: async () => ({ ...plan, expects: 'prod-2' }) });
  await screen.findByRole('heading', { name: 'Confirm' });
  streams.send('board', prodWith({ behind: 3 }));
  expect(screen.queryByText('prod was changed by someone else')).toBeNull();
  streams.send('board', prodAt('prod-2', raincoat));
  expect(screen.queryByText('prod was changed by someone else')).toBeNull();
});

const refused: MovePlan = {
  ...plan,
  isAllowed: false,
  gateResults: [{ rule: 'hold', label: 'Hold', ok: false, explanation: 'it is held' }],
};

it('plans again when the hold goes', async () => {
  let answer = refused;
  const { streams } = openConsole(address, { promotionPlan: async () => answer });
  streams.send('board', prodWith({ hold: { reason: 'Load test' } }));
  await screen.findByText('Blocked by a gate');
  answer = plan;
  streams.send('board', board);
  expect(await screen.findByRole('heading', { name: 'Confirm' })).toBeTruthy();
});

it('plans again when the release was deployed successfully where it must have', async () => {
  let answer = refused;
  const { streams } = openConsole(address, { promotionPlan: async () => answer });
  streams.send('board', prodWith({ requires: ['stage'] }));
  await screen.findByText('Blocked by a gate');
  answer = plan;
  const [stage, prod] = prodWith({ requires: ['stage'] }).environments;
  const live = { ...stage!.live!, versionId: 'stage-2' };
  streams.send('board', { ...board, environments: [{ ...stage!, live }, prod] });
  expect(await screen.findByRole('heading', { name: 'Confirm' })).toBeTruthy();
});

it.each(['promote', `promote?commit=${umbrella}`, 'promote?watch=x', 'rollback', 'rollback?watch=x'])(
  'says of %s that there is no such environment, and which there are',
  async (view) => {
    const { callsOf } = openConsole(`/environments/prd/${view}`);
    expect(await screen.findByRole('heading', { name: 'Environment “prd” does not exist' })).toBeTruthy();
    expect(within(screen.getByRole('main')).getByText(/Available environments: stage and prod/)).toBeTruthy();
    expect(callsOf('promotionPlan').concat(callsOf('rollbackPlan'))).toEqual([]);
  },
);
