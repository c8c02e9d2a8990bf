import type { ReleaseRow } from '@sluice/contract';
import { screen, within } from '@testing-library/react';
import { openConsole } from '../testing/open-console';
import { board, raincoat, raincoats, umbrella, umbrellas } from '../testing/sample';

const [stage, prod] = board.environments;
const boots: ReleaseRow = {
  ...umbrellas,
  commit: 'c3d4e5f60718293a4b5c6d7e8f90011223344a5b',
  subject: 'Sell boots',
  digest: 'boots',
  environments: [],
  been: ['prod'],
  rejection: { reason: 'They leak', actor: 'eve' },
};
const hats: ReleaseRow = {
  ...boots,
  commit: 'd4e5f60718293a4b5c6d7e8f90011223344a5b6c',
  subject: 'Sell hats',
  digest: 'hats',
  been: ['stage', 'prod'],
  failed: ['stage'],
  rejection: undefined,
};
const pageOf = (rows: ReleaseRow[]) => ({
  rows,
  total: 30,
  matching: 30,
  indexed: 30,
  page: 1,
  pageSize: 20,
});

async function cellsOf(subject: string): Promise<(string | null)[]> {
  const row = (await screen.findByText(subject)).closest('tr');
  return within(row!)
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);
}

it('shows which release is where, was where, failed, and comes next', async () => {
  const { streams, callsOf } = openConsole('/grid', {
    releases: async () => pageOf([umbrellas, raincoats, boots, hats]),
  });
  const live = { versionId: 'stage-0', commit: raincoat, isOnTag: false };
  const waiting = { commit: umbrella, commits: 2, authors: [], gateResults: [] };
  streams.send('board', {
    ...board,
    environments: [
      { ...stage!, run: { ...stage!.run!, status: 'Failed' }, live },
      { ...prod!, waiting },
    ],
  });
  expect(await cellsOf('Sell umbrellas')).toEqual(['Failed', 'Promote next']);
  expect(await cellsOf('Sell raincoats')).toEqual(['Live', 'Live']);
  expect(await cellsOf('Sell boots')).toEqual(['', 'Was there']);
  expect(await cellsOf('Sell hats')).toEqual(['Failed', 'Was there']);
  expect(screen.getByText('Rejected: They leak')).toBeTruthy();
  const columns = screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
  expect(columns).toEqual(['Release', 'stage', 'prod']);
  const next = screen.getByRole('link', { name: 'Promote next to prod' });
  expect(next.getAttribute('href')).toBe(`/environments/prod/promote?commit=${umbrella}`);
  screen.getByRole('button', { name: 'Show earlier releases' }).click();
  await screen.findByText('Sell boots');
  expect(callsOf('releases').at(-1)).toEqual([{ pageSize: 100 }]);
});
