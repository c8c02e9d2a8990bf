import type { Board, EnvironmentCard, ExecutionStatus, HistoryEntry } from '@sluice/contract';
import { fireEvent, screen } from '@testing-library/react';
import { Problem } from '../api/problem';
import { openConsole } from '../testing/open-console';
import { board, history, umbrella } from '../testing/sample';

const watch = (version: string) => `/environments/prod/promote?commit=${umbrella}&watch=${version}`;
const before = { versionId: 'prod-1', isOnTag: false };

/** The board once prod-2 is on the tag of prod, which was written now. */
function boardWith(change: Partial<EnvironmentCard>): Board {
  const [stage, prod] = board.environments as [EnvironmentCard, EnvironmentCard];
  const writtenAt = new Date().toISOString();
  const current = { ...prod.current!, commit: umbrella, versionId: 'prod-2', writtenAt };
  return { ...board, environments: [stage, { ...prod, live: undefined, current, ...change }] };
}
const runOf = (status: ExecutionStatus) => ({
  run: { ...board.environments[1]!.run!, executionId: 'prod-run-2', status },
  runVersionId: 'prod-2',
});

const entry: HistoryEntry = {
  versionId: 'prod-0',
  by: 'sluice',
  isCurrent: false,
  size: 1,
  writtenAt: board.readAt,
  commit: umbrella,
  runs: [],
};

it.each<[ExecutionStatus, Partial<EnvironmentCard>, RegExp]>([
  ['Succeeded', {}, /prod now runs this release/],
  ['Failed', { live: before }, /still runs the previous version.*roll back/],
  ['Failed', {}, /^prod runs nothing: no release has been deployed successfully/],
  ['Superseded', {}, /a newer release superseded it/],
  ['Stopped', {}, /the execution was stopped/],
])('says what it means that a run ended as %s, with %j', async (status, change, text) => {
  const { streams } = openConsole(watch('prod-2'));
  streams.send('board', boardWith({ ...runOf(status), ...change }));
  expect(await screen.findByText(text)).toBeTruthy();
});

it('leads to the environment once the release runs there', async () => {
  const { streams } = openConsole(watch('prod-2'));
  streams.send('board', boardWith({ ...runOf('InProgress'), url: 'https://shop.example' }));
  await screen.findByText('In progress');
  expect(screen.queryByRole('link', { name: 'Open prod' })).toBeNull();
  streams.send('board', boardWith({ ...runOf('Succeeded'), url: 'https://shop.example' }));
  const open = await screen.findByRole('link', { name: 'Open prod' });
  expect(open.getAttribute('href')).toBe('https://shop.example');
});

it.each<[ExecutionStatus, RegExp]>([
  ['Superseded', /a newer release superseded it/],
  ['Succeeded', /its tag has moved to another release since/],
  ['Failed', /its tag has moved to another release since/],
])('finds in the history that a version whose place another took ended as %s', async (status, text) => {
  const runs = [{ ...board.environments[1]!.run!, status }];
  openConsole(watch('prod-0'), {
    history: async () => ({ ...history, entries: [{ ...entry, runs }] }),
  });
  expect(await screen.findByText(text)).toBeTruthy();
  expect(screen.queryByText(/now runs this release/)).toBeNull();
});

it('says so when another version took the place of one that never ran', async () => {
  openConsole(watch('prod-0'), { history: async () => ({ ...history, entries: [entry] }) });
  expect(await screen.findByText(/Another release replaced it on the tag/)).toBeTruthy();
});

it('says that it does not know a version that was never written', async () => {
  openConsole(watch('nonsense'), { history: async () => ({ ...history, entries: [entry] }) });
  expect(await screen.findByText('Version not found')).toBeTruthy();
  expect(screen.queryByText(/The tag has changed/)).toBeNull();
});

it('shows why the history cannot be read, and tries again', async () => {
  const answers = [Promise.reject(new Problem('The bucket is silent.', 'Wait.'))];
  openConsole(watch('prod-0'), {
    history: () => answers.shift() ?? Promise.resolve({ ...history, entries: [entry] }),
  });
  expect(await screen.findByText('The bucket is silent.')).toBeTruthy();
  expect(screen.queryByText(/The tag has changed/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText(/Another release replaced it on the tag/)).toBeTruthy();
});

it('waits for a version that was written just now, and no longer for one that was written long ago', async () => {
  const { streams } = openConsole(watch('prod-2'));
  streams.send('board', boardWith({}));
  expect(await screen.findByText(/Waiting for the pipeline of prod to start/)).toBeTruthy();
  const { current } = boardWith({}).environments[1]!;
  streams.send('board', boardWith({ current: { ...current!, writtenAt: board.readAt } }));
  expect(await screen.findByText('No run has started')).toBeTruthy();
  expect(screen.getByText(/Redeploy prod to start it manually/)).toBeTruthy();
});

it('waits for a version that the history has on the tag before the board does', async () => {
  const writtenAt = new Date().toISOString();
  const newest = { ...entry, versionId: 'prod-2', isCurrent: true, writtenAt };
  openConsole(watch('prod-2'), { history: async () => ({ ...history, entries: [newest, entry] }) });
  expect(await screen.findByText(/Waiting for the pipeline of prod to start/)).toBeTruthy();
});
