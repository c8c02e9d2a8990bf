import type { EnvironmentCard } from '@sluice/contract';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { Problem } from '../api/problem';
import { timeZone } from '../text/time-zone';
import { openConsole } from '../testing/open-console';
import { board, raincoat, session, umbrella } from '../testing/sample';

const column = async (name: string) => {
  const heading = await screen.findByRole('heading', { name: new RegExp(`^${name}`) });
  const item = heading.closest('li');
  if (!item) throw new Error('The heading is in no column.');
  return within(item);
};
const boardWith = (change: Partial<EnvironmentCard>) => ({
  ...board,
  environments: board.environments.map((one) => (one.name === 'prod' ? { ...one, ...change } : one)),
});

it('shows the version of each environment, its author, time, actor and reason, in promotion order', async () => {
  openConsole('/');
  const names = (await screen.findAllByRole('heading', { level: 2 })).map(({ textContent }) => textContent);
  expect(names).toEqual(['stage', 'prod']);
  const prod = await column('prod');
  expect(prod.getByText('Sell raincoats')).toBeTruthy();
  expect(prod.getByTitle(raincoat).textContent).toBe('b2c3d4e5');
  const live = within(prod.getByRole('region', { name: 'Live in prod' }));
  expect(live.getByText('Live')).toBeTruthy();
  const line = live.getByTitle(raincoat).closest('p')?.textContent;
  expect(line).toMatch(/^b2c3d4e5by Grace Hopperdeployed by graceCI run/);
  act(() => timeZone.choose('utc'));
  expect(await prod.findByText('(2026-11-19 08:00:00 UTC)')).toBeTruthy();
  expect(prod.getByRole('link', { name: '9 commits behind stage' }).getAttribute('href')).toBe(
    '/compare?from=prod&to=stage',
  );
  expect(prod.getByText('Deploy')).toBeTruthy();
});

it('counts releases where the server has no clone that counts commits', async () => {
  const { streams } = openConsole('/');
  streams.send('board', boardWith({ behindPrevious: { environment: 'stage', releases: 1 } }));
  expect((await column('prod')).getByText('1 release behind stage')).toBeTruthy();
});

it('shows a hold, a rejection, and that something else is live', async () => {
  const { streams } = openConsole('/');
  streams.send(
    'board',
    boardWith({
      hold: { reason: 'Load test', actor: 'grace', since: '2026-11-20T11:00:00.000Z' },
      rejection: { reason: 'Breaks the basket' },
      live: { versionId: 'prod-0', commit: raincoat, subject: 'Sell boots', isOnTag: false },
    }),
  );
  const prod = await column('prod');
  expect(prod.getByText('On hold')).toBeTruthy();
  expect(prod.getByText('Load test')).toBeTruthy();
  expect(prod.getByText('Breaks the basket')).toBeTruthy();
  expect(prod.getByText('Sell boots')).toBeTruthy();
});

it('shows what is live as the headline after a failed deployment, and rolls back first', async () => {
  const { streams } = openConsole('/');
  const { run, stages } = board.environments[1]!;
  const failed = stages.map((stage) => ({ ...stage, status: 'failed' as const }));
  streams.send(
    'board',
    boardWith({
      run: { ...run!, status: 'Failed' },
      stages: failed.slice(1),
      live: { versionId: 'prod-0', commit: umbrella, subject: 'Sell boots', isOnTag: false },
    }),
  );
  const prod = await column('prod');
  const live = within(prod.getByRole('region', { name: 'Live in prod' }));
  expect(live.getByText('Sell boots')).toBeTruthy();
  expect(live.queryByText('Sell raincoats')).toBeNull();
  const alert = prod.getByText('Deployment failed in Deploy').closest('[role=group]');
  expect(alert?.textContent).toContain('prod still runs the release above.');
  expect(alert?.textContent).toContain('Sell raincoats');
  const back = prod.getByRole('link', { name: 'Roll back prod' });
  expect(back.className).toContain('variant-primary');
});

it('says on the button why there is nothing to roll back to', async () => {
  const { streams } = openConsole('/');
  const nothing = '"prod" has no earlier version with different content.';
  streams.send('board', boardWith({ rollback: { nothing } }));
  const back = (await column('prod')).getByRole('button', { name: 'Roll back prod' });
  expect(back.getAttribute('aria-disabled')).toBe('true');
  const said = document.getElementById(back.getAttribute('aria-describedby') ?? '');
  expect(said?.textContent).toBe(`Nothing to roll back to. ${nothing}`);
});

it('marks a commit that has the same content as the newest release', async () => {
  const { streams } = openConsole('/');
  streams.send('board', boardWith({ contentOf: umbrella }));
  const prod = await column('prod');
  const note = prod.getByText('Same content as the newest release,').closest('p');
  expect(note?.textContent).toContain('a1b2c3d4');
  expect(prod.getByTitle(umbrella).closest('a')?.getAttribute('href')).toBe(`/releases/${umbrella}`);
});

it('reports that no execution has started on what the tag names', async () => {
  const { streams } = openConsole('/');
  streams.send('board', boardWith({}));
  const prod = await column('prod');
  expect(prod.queryByText('The pipeline has not started')).toBeNull();
  streams.send('board', boardWith({ undeliveredSince: '2026-11-20T11:00:00.000Z' }));
  expect(prod.getByText('The pipeline has not started')).toBeTruthy();
});

it('tells nothing of the version before as of the one that has just come', async () => {
  const { streams } = openConsole('/');
  const { run, stages } = board.environments[1]!;
  const before = {
    run: { ...run!, status: 'Failed' as const },
    stages: stages.map((stage) => ({ ...stage, error: { code: 'E', message: 'No answer' } })),
    live: { versionId: 'prod-0', commit: raincoat, subject: 'Sell boots', isOnTag: false },
  };
  streams.send('board', boardWith({ ...before, awaitsRun: true }));
  const prod = await column('prod');
  expect(prod.getByText('Starting')).toBeTruthy();
  expect(prod.getAllByText('Waiting')).toHaveLength(stages.length);
  for (const text of ['Failed', 'No answer', /^Deployment failed/]) expect(prod.queryByText(text)).toBeNull();
  streams.send('board', boardWith({ ...before, awaitsRun: false }));
  expect(prod.getByText('Deployment failed')).toBeTruthy();
  expect(prod.getByText('Failed')).toBeTruthy();
});

it('shows warnings below the columns, and the lines of an error as lines', async () => {
  const { streams } = openConsole('/');
  const stages = [
    { name: 'Deploy', status: 'failed' as const, error: { code: 'E', message: 'No answer\nat :80' } },
  ];
  streams.send('board', { ...boardWith({ stages }), warnings: ['The stages of uat are not known.'] });
  const prod = await column('prod');
  const hold = prod.getByRole('button', { name: 'Hold prod' });
  const warning = screen.getByText('The stages of uat are not known.');
  expect(hold.compareDocumentPosition(warning)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  const error = prod.getByText(/No answer/);
  expect(error.textContent).toBe('No answer\nat :80');
  expect(error.className).toContain('lines');
});

it('does not make a time focusable', async () => {
  openConsole('/');
  await column('prod');
  const times = [...document.querySelectorAll('time')];
  expect(times.length).toBeGreaterThan(0);
  for (const time of times) expect(time.getAttribute('tabindex')).toBeNull();
});

it('changes without a reload, and says aloud how a deployment ended', async () => {
  const { streams } = openConsole('/');
  const { run } = board.environments[1]!;
  const stages = [{ name: 'Deploy', status: 'failed' as const, error: { code: 'E', message: 'No answer' } }];
  streams.send('board', boardWith({ run: { ...run!, executionId: 'prod-run-2', status: 'InProgress' } }));
  expect((await column('prod')).getByText('In progress')).toBeTruthy();
  streams.send('board', boardWith({ run: { ...run!, executionId: 'prod-run-2', status: 'Failed' }, stages }));
  expect((await column('prod')).getByText('No answer')).toBeTruthy();
  expect(screen.getByText('The pipeline of prod failed.')).toBeTruthy();
});

it('holds with a reason', async () => {
  const { callsOf } = openConsole('/', { hold: async () => ({ tag: 'prod', outcome: 'held' }) });
  fireEvent.click((await column('prod')).getByRole('button', { name: 'Hold prod' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Put prod on hold?' }));
  fireEvent.click(dialog.getByRole('button', { name: 'Hold' }));
  expect(dialog.getByText('Enter a reason. It is recorded in the history.')).toBeTruthy();
  fireEvent.change(dialog.getByLabelText('Reason'), { target: { value: ' Load test ' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Hold' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(callsOf('hold')).toEqual([['prod', { reason: 'Load test' }]]);
  expect(screen.getAllByText('prod is on hold.').length).toBeGreaterThan(0);
});

it('redeploys the version that is on the screen', async () => {
  const started = [{ environment: 'prod', pipeline: 'p', executionId: 'e' }];
  const { callsOf } = openConsole('/', {
    redeploy: async () => ({ tag: 'prod', versionId: 'prod-1', pipelines: [], started }),
  });
  fireEvent.click((await column('prod')).getByRole('button', { name: 'Redeploy prod' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Redeploy prod?' }));
  const press = () => fireEvent.click(dialog.getByRole('button', { name: 'Redeploy' }));
  press();
  expect(dialog.getByText('Enter a reason. It is recorded in the history.')).toBeTruthy();
  fireEvent.change(dialog.getByLabelText('Reason'), { target: { value: 'New secret' } });
  press();
  expect(dialog.getByText('Type prod exactly.')).toBeTruthy();
  expect(callsOf('redeploy')).toEqual([]);
  fireEvent.change(dialog.getByLabelText('Type prod to confirm'), { target: { value: 'prod' } });
  press();
  const request = { expects: 'prod-1', reason: 'New secret', confirmation: 'prod' };
  await waitFor(() => expect(callsOf('redeploy')).toEqual([['prod', request]]));
});

it('says that a redeployment runs no pipeline of others on the tag, and keeps to what it showed', async () => {
  const { streams, callsOf } = openConsole('/', {
    redeploy: async () => ({ tag: 'prod', versionId: 'prod-1', pipelines: [], started: [] }),
  });
  streams.send('board', boardWith({ sharesTagWith: ['prod-eu'], confirm: false }));
  fireEvent.click((await column('prod')).getByRole('button', { name: 'Redeploy prod' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Redeploy prod?' }));
  expect(
    dialog.getByText(/prod-eu watches the same tag; only the pipeline of this environment runs\./),
  ).toBeTruthy();
  const { current } = board.environments[1]!;
  streams.send('board', boardWith({ current: { ...current!, commit: umbrella, versionId: 'prod-2' } }));
  expect(dialog.getByText('b2c3d4e5')).toBeTruthy();
  expect(dialog.queryByLabelText('Type prod to confirm')).toBeNull();
  fireEvent.change(dialog.getByLabelText('Reason'), { target: { value: 'New secret' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Redeploy' }));
  await waitFor(() =>
    expect(callsOf('redeploy')).toEqual([['prod', { expects: 'prod-1', reason: 'New secret' }]]),
  );
});

/** A hold whose end the test chooses, asked for in an open dialog. */
async function slowHold() {
  let fail: ((problem: Problem) => void) | undefined;
  openConsole('/', { hold: () => new Promise((_done, refuse) => (fail = refuse)) });
  fireEvent.click((await column('prod')).getByRole('button', { name: 'Hold prod' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Put prod on hold?' }));
  fireEvent.change(dialog.getByLabelText('Reason'), { target: { value: 'Load test' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Hold' }));
  return { dialog, fail: (problem: Problem) => act(async () => fail?.(problem)) };
}

it('keeps a dialog open until its request has ended, and shows how it failed', async () => {
  const { dialog, fail } = await slowHold();
  fireEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
  fireEvent.click(dialog.getByRole('button', { name: 'Close' }));
  await fail(new Problem('The bucket is silent.', 'Try again.'));
  expect(dialog.getByRole('alert').textContent).toContain('The bucket is silent.');
  fireEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('tells who has left a view while its dialog was saving that it failed', async () => {
  const { fail } = await slowHold();
  act(() => {
    window.history.pushState(null, '', '/compare');
    window.dispatchEvent(new PopStateEvent('popstate'));
  });
  await screen.findByRole('heading', { level: 1, name: 'Compare' });
  await fail(new Problem('The bucket is silent.', 'Try again.'));
  expect(screen.getAllByText('Put prod on hold? The bucket is silent. Try again.').length).toBeGreaterThan(0);
});

it('disables every action for a person who may not move an environment, and says so', async () => {
  const { callsOf } = openConsole('/', { session: async () => ({ ...session, mayMove: ['stage'] }) });
  const hold = await waitFor(async () => {
    const button = (await column('prod')).getByRole('button', { name: 'Hold prod' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    return button;
  });
  fireEvent.click(hold);
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(callsOf('hold')).toEqual([]);
  expect(screen.getAllByText('You do not have permission to change prod.').length).toBeGreaterThan(0);
});

it('says once to who may change nothing that they can only read', async () => {
  openConsole('/', { session: async () => ({ ...session, mayMove: [] }) });
  expect(await screen.findByText('You have read-only access.')).toBeTruthy();
});

it('says that nothing is published or live yet, and claims neither before the list is loaded', async () => {
  const { streams } = openConsole('/');
  const environments = board.environments.map((one) => ({ ...one, current: undefined, live: undefined }));
  const [stage, prod] = environments;
  const empty = { ...board, newest: undefined, environments: [stage!, prod!] };
  streams.send('board', { ...empty, warnings: ['The list of archives is still loading.'] });
  const into = async (name: RegExp) => within(await screen.findByRole('region', { name }));
  expect(screen.queryByText('Nothing has been published yet.')).toBeNull();
  expect((await into(/to stage$/)).queryByText('Nothing to deploy yet')).toBeNull();
  streams.send('board', empty);
  expect(screen.getByText('Nothing has been published yet.')).toBeTruthy();
  expect((await into(/to stage$/)).getByText('Nothing to deploy yet')).toBeTruthy();
  expect((await into(/to prod$/)).getByText('Nothing is live in stage yet')).toBeTruthy();
});

it('tells who is not signed in how to sign in, and shows nothing else', async () => {
  const signedOut = () =>
    Promise.reject(new Problem('You are not signed in.', 'Sign in.', { code: 'signed-out' }));
  openConsole('/', { session: signedOut });
  expect(await screen.findByRole('heading', { name: 'You are not signed in' })).toBeTruthy();
  expect(screen.getByText('npm start')).toBeTruthy();
  expect(screen.queryByRole('heading', { name: 'prod' })).toBeNull();
});

it('keeps what it knows when the server goes, and says since when', async () => {
  const { streams } = openConsole('/', {
    board: () => Promise.reject(new Problem('The server does not respond.', 'See that it runs.')),
  });
  await column('prod');
  streams.send('error');
  const notice = await screen.findByText(/^Last contact with the server:/);
  const prod = await column('prod');
  expect(prod.getByText('Sell raincoats')).toBeTruthy();
  // Nothing moves under a hand, and what ticks is not read out again and again.
  const buttons = prod.getByRole('button', { name: 'Hold prod' });
  expect(buttons.compareDocumentPosition(notice)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  expect(notice.closest('[role=status], [role=alert], [aria-live]')).toBeNull();
  expect(screen.getByText(/^The server does not respond\. Data as of/).role).toBe('status');
});
