import type { Board } from '@sluice/contract';
import { fireEvent, screen, within } from '@testing-library/react';
import { Problem } from '../api/problem';
import { openConsole } from '../testing/open-console';
import { board, raincoat, session, umbrella } from '../testing/sample';

const [stage, prod] = board.environments;
const failed: Board = {
  ...board,
  environments: [
    {
      ...stage!,
      run: { ...stage!.run!, status: 'Failed' },
      live: { versionId: 'stage-0', commit: raincoat, subject: 'Sell boots', isOnTag: false },
    },
    {
      ...prod!,
      waiting: {
        commit: umbrella,
        commits: 2,
        authors: ['Grace Hopper'],
        gateResults: [{ rule: 'hold', label: 'Hold', ok: false, explanation: 'held' }],
      },
    },
  ],
};
const boards: Record<string, () => Promise<Board>> = {
  store: async () => failed,
  admin: async () => board,
  search: () => Promise.reject(new Problem('The bucket is silent.', 'Try again.')),
};
const open = (query = '') =>
  openConsole(`/apps/admin/overview${query}`, {
    session: async () => ({ ...session, app: 'admin', apps: ['store', 'admin', 'search'] }),
    boardOf: (app) => boards[app]!(),
  });
const headings = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);
const lane = async (app: string) =>
  within(await screen.findByRole('list', { name: `Environments of ${app}, in promotion order` }));

it('shows all apps on one board: what is live, what failed, what waits and what holds it up', async () => {
  open();
  const store = await lane('store');
  expect(store.getByText('Sell boots')).toBeTruthy();
  expect(store.getByText('Failed')).toBeTruthy();
  expect(store.getAllByRole('listitem').map(({ className }) => className)).toEqual(['failed', 'live']);
  expect(store.getByText('2 commits waiting, hold')).toBeTruthy();
  expect(store.getByTitle('Grace Hopper')).toBeTruthy();
  expect(store.getByRole('link', { name: 'prod' }).getAttribute('href')).toBe(
    '/apps/store/environments/prod',
  );
  expect(screen.getByText('Failed in stage. Something waits for prod')).toBeTruthy();
  expect((await lane('admin')).getByText('Sell raincoats')).toBeTruthy();
  expect(await screen.findByText('The bucket is silent.')).toBeTruthy();
});

it('filters by text and by what asks for someone, and keeps the filter in the address', async () => {
  open();
  await lane('store');
  await lane('admin');
  fireEvent.change(screen.getByRole('combobox', { name: 'Show' }), { target: { value: 'failed' } });
  expect(headings()).toEqual(['store']);
  expect(screen.getByText('1 of 3 apps')).toBeTruthy();
  expect(window.location.search).toBe('?state=failed');
  fireEvent.change(screen.getByRole('combobox', { name: 'Show' }), { target: { value: 'all' } });
  fireEvent.change(screen.getByRole('searchbox', { name: 'Find apps' }), { target: { value: 'adm' } });
  expect(headings()).toEqual(['admin']);
  fireEvent.change(screen.getByRole('searchbox', { name: 'Find apps' }), { target: { value: 'no such' } });
  expect(screen.getByText('No app matches the filter.')).toBeTruthy();
});
