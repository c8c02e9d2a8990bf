import type { Activity, History, HistoryEntry } from '@sluice/contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { openConsole } from '../testing/open-console';
import { board, history, raincoat, umbrella } from '../testing/sample';

const boots = 'c3d4e5f60718293a4b5c6d7e8f90011223344a5b';

const entry: HistoryEntry = {
  versionId: 'v2',
  by: 'sluice',
  isCurrent: true,
  commit: umbrella,
  previous: raincoat,
  subject: 'Sell umbrellas',
  actor: 'grace',
  reason: 'Friday release',
  size: 1,
  writtenAt: '2026-11-20T10:30:00.000Z',
  runs: [{ ...board.environments[1]!.run!, status: 'Failed' }],
};
const removal: HistoryEntry = { ...entry, versionId: 'v1', by: 'removed', isCurrent: false, runs: [] };
const byHand: HistoryEntry = { ...removal, versionId: 'v0', by: 'hand', subject: undefined };

/** As the server tells it: each version of the tag, and before them what else was done. */
function told(entries: HistoryEntry[], others: Activity[] = [], isTruncated = false): History {
  const moves = entries.map(({ versionId, writtenAt: at, by }): Activity => {
    if (by === 'removed') return { kind: 'removal', at, versionId, object: 'tag' };
    return { kind: by === 'hand' ? 'hand-copy' : 'move', at, versionId };
  });
  return { ...history, entries, activity: [...others, ...moves], isTruncated };
}

const line = async () =>
  within(await screen.findByRole('list', { name: 'History of prod, newest first' })).getAllByRole('listitem');

it('shows actor, time, reason and pipeline result of each version', async () => {
  openConsole('/environments/prod', {
    history: async () => told([entry, removal, byHand]),
  });
  const [first, second, third] = await line();
  for (const text of ['Sell umbrellas', 'grace', 'Friday release', 'failed', 'on the tag, not live'])
    expect(first?.textContent).toContain(text);
  expect(within(first!).getByRole('link', { name: 'Changes in Sell umbrellas' }).getAttribute('href')).toBe(
    `/compare?from=${raincoat}&to=${umbrella}`,
  );
  expect(second?.textContent).toContain('Tag deleted manually');
  expect(third?.textContent).toContain('copied manually');
});

it('shows actor, time and reason of actions that did not move the tag', async () => {
  const at = '2026-11-21T08:00:00.000Z';
  const by = { at, actor: 'eve', reason: 'audit' };
  const others: Activity[] = [
    { kind: 'removal', at, object: 'hold' },
    { kind: 'unhold', ...by },
    { kind: 'undo-reject', ...by, commit: raincoat },
    { kind: 'reject', ...by, commit: raincoat },
    { kind: 'redeploy', ...by, commit: umbrella, versionId: 'v2', environments: ['prod\u202e', 'prod-eu'] },
    { kind: 'hold', ...by, run: 'https://ci.example/runs/8' },
  ];
  openConsole('/environments/prod', {
    history: async () => told([{ ...entry, operation: 'rollback' }], others),
  });
  const items = await line();
  const [removed, unhold, undone, rejected, redeployed, held, move] = items.map((one) => one.textContent);
  expect(removed).toMatch(/^Hold deleted manually/);
  expect(unhold).toMatch(/^Hold removed .* by eve“audit”$/);
  expect(undone).toMatch(/^Rejection undone b2c3d4e5.* by eve“audit”$/);
  expect(rejected).toMatch(/^Rejected b2c3d4e5.* by eve“audit”$/);
  expect(redeployed).toMatch(/^Redeployed prod\\u\{202e\} and prod-eu a1b2c3d4.* by eve“audit”$/);
  expect(held).toMatch(/^Held .* by eve“audit”CI run/);
  expect(move).toContain('rolled back');
  expect(within(items[5]!).getByRole('link', { name: /CI run/ })).toBeTruthy();
});

it('marks what is live, also after a failed deployment, and leads back to each earlier version', async () => {
  const { streams, callsOf } = openConsole('/environments/prod', {
    history: async () =>
      told([
        { ...entry, digest: 'umbrellas' },
        {
          ...entry,
          versionId: 'v1',
          isCurrent: false,
          commit: raincoat,
          subject: 'Sell raincoats',
          digest: 'raincoats',
          runs: [{ ...entry.runs[0]!, status: 'Succeeded' }],
        },
        {
          ...entry,
          versionId: 'v0',
          isCurrent: false,
          commit: boots,
          subject: 'Sell boots',
          digest: 'boots',
        },
      ]),
  });
  const [stage, prod] = board.environments;
  const live = { versionId: 'v1', commit: raincoat, isOnTag: false };
  streams.send('board', { ...board, environments: [stage, { ...prod, live }] });
  const [failed, good, bad] = await line();
  expect([failed!.className, good!.className, bad!.className]).toEqual(['failed', 'live', 'failed']);
  expect(within(good!).getByText('live')).toBeTruthy();
  expect(within(failed!).queryByText('live')).toBeNull();
  for (const other of [failed, bad]) expect(within(other!).queryByText('Roll back to this')).toBeNull();
  fireEvent.click(within(good!).getByRole('link', { name: 'Roll back to Sell raincoats, b2c3d4e5' }));
  await screen.findByRole('heading', { level: 1, name: 'Roll back prod' });
  await waitFor(() => expect(callsOf('rollbackPlan')).toEqual([['prod', { commit: raincoat }]]));
});

it('reads the history again when the environment is held', async () => {
  const { streams, callsOf } = openConsole('/environments/prod', { history: async () => told([entry]) });
  await line();
  const [stage, prod] = board.environments;
  streams.send('board', { ...board, environments: [stage, { ...prod, hold: { reason: 'audit' } }] });
  await waitFor(() => expect(callsOf('history')).toHaveLength(2));
});

it('names no link after what a subject hides', async () => {
  openConsole('/environments/prod', {
    history: async () => told([{ ...entry, subject: 'harmless \u202egnp.exe' }]),
  });
  await line();
  expect(screen.getByRole('link', { name: 'Changes in harmless \\u{202e}gnp.exe' })).toBeTruthy();
});

it.each(['', '/promote', '/rollback'])('shows a name from the address as plain text: %s', async (view) => {
  openConsole(`/environments/prod%E2%80%AE${view}`);
  expect(
    await screen.findByRole('heading', { name: 'Environment “prod\\u{202e}” does not exist' }),
  ).toBeTruthy();
  expect(document.title).not.toContain('\u202e');
});

it('goes back further when asked', async () => {
  const { callsOf } = openConsole('/environments/prod', {
    history: async () => told([entry], [], true),
  });
  await line();
  fireEvent.click(screen.getByRole('button', { name: 'Show earlier versions' }));
  await waitFor(() => expect(callsOf('history').map(([, limit]) => limit)).toEqual([20, 60]));
});

it('says where it ends that there is more', async () => {
  const { callsOf } = openConsole('/environments/prod', {
    history: async () => told([entry], [], true),
  });
  for (const asked of [1, 2, 3]) {
    await waitFor(() => expect(callsOf('history')).toHaveLength(asked));
    await line();
    expect(screen.queryByText(/Showing the last/)).toBeNull();
    fireEvent.click(await screen.findByRole('button', { name: 'Show earlier versions' }));
  }
  const end = await screen.findByText(/^Showing the last 500/);
  expect(end.textContent).toBe('Showing the last 500 versions. sluice history prod --limit=1000 shows more.');
  expect(callsOf('history').at(-1)).toEqual(['prod', 500]);
  expect(screen.queryByRole('button', { name: 'Show earlier versions' })).toBeNull();
});

it('grows when the environment moves', async () => {
  let entries = [byHand];
  const { streams } = openConsole('/environments/prod', { history: async () => told(entries) });
  expect(await line()).toHaveLength(1);
  entries = [entry, byHand];
  const [stage, prod] = board.environments;
  const current = { ...prod!.current!, versionId: 'v2' };
  streams.send('board', { ...board, environments: [stage, { ...prod, current }] });
  await waitFor(async () => expect(await line()).toHaveLength(2));
});

it('says that there is no such environment, and which there are', async () => {
  openConsole('/environments/prd');
  expect(await screen.findByRole('heading', { name: 'Environment “prd” does not exist' })).toBeTruthy();
  expect(screen.getByText(/Available environments: stage and prod/)).toBeTruthy();
});
