import type { ReleasePage, ReleaseQuery, ReleaseRow } from '@sluice/contract';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { openConsole } from '../testing/open-console';
import { board, raincoat, raincoats, session, umbrella, umbrellas } from '../testing/sample';

const row = async (subject: string) => {
  const item = (await screen.findByText(subject)).closest('tr');
  if (!item) throw new Error(`${subject} is in no row.`);
  return within(item);
};
const select = async (subject: string) =>
  fireEvent.click((await row(subject)).getByRole('checkbox', { name: `Select ${subject}` }));
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

afterEach(() => void jest.useRealTimers());

it('shows where each release is and was, its size, and who published it', async () => {
  openConsole('/releases');
  const raincoats = await row('Sell raincoats');
  expect(raincoats.getByText('prod')).toBeTruthy();
  expect(raincoats.getByText('was in stage')).toBeTruthy();
  expect(raincoats.getByText('2.4 MB')).toBeTruthy();
  expect(raincoats.getByText('grace')).toBeTruthy();
});

it('tells where a release failed from where it was', async () => {
  const rows = [{ ...raincoats, environments: [], been: ['stage', 'uat', 'qa'], failed: ['stage', 'uat'] }];
  openConsole('/releases', {
    releases: async () => ({ rows, total: 1, matching: 1, indexed: 1, page: 1, pageSize: 20 }),
  });
  const { getByText } = await row('Sell raincoats');
  for (const text of ['failed in stage and uat', 'was in qa']) expect(getByText(text)).toBeTruthy();
});

it('marks where a release is live, and where only the tag has it', async () => {
  const { streams } = openConsole('/releases');
  const [stage, prod] = board.environments;
  const live = { versionId: 'stage-0', commit: raincoat, subject: 'Sell raincoats', isOnTag: false };
  const failed = { ...stage!, run: { ...stage!.run!, status: 'Failed' as const }, live };
  streams.send('board', { ...board, environments: [failed, prod] });
  expect((await row('Sell umbrellas')).getByText('failed in stage')).toBeTruthy();
  const before = await row('Sell raincoats');
  const places = before.getAllByText(/^(stage|prod)$/);
  expect(places.map(({ textContent }) => textContent)).toEqual(['stage', 'prod']);
  expect(before.queryByText('was in stage')).toBeNull();
  const running = { ...failed, run: { ...failed.run, status: 'InProgress' as const } };
  streams.send('board', { ...board, environments: [running, prod] });
  expect((await row('Sell umbrellas')).getByText('deploying to stage')).toBeTruthy();
  const other = { ...failed, runVersionId: 'stage-0' };
  streams.send('board', { ...board, environments: [other, prod] });
  expect((await row('Sell umbrellas')).getByText('not live in stage')).toBeTruthy();
});

it('marks releases that have the same content, by the newest of them', async () => {
  const rows = [{ ...umbrellas, sameContent: [raincoat, 'c'.repeat(40)] }];
  openConsole('/releases', {
    releases: async () => ({ rows, total: 3, matching: 1, indexed: 3, page: 1, pageSize: 20 }),
  });
  const badge = (await row('Sell umbrellas')).getByText('same content as b2c3d4e5 and 1 more');
  expect(badge.closest('li')?.title).toBe(`${raincoat}, ${'c'.repeat(40)}`);
});

it('shows releases in a row that have the same content as one, with the others on demand', async () => {
  const copy = { ...raincoats, commit: 'c'.repeat(40), subject: 'Revert the basket', environments: ['uat'] };
  const rejected = { ...raincoats, rejection: { reason: 'Loses the basket', actor: 'eve' } };
  const rows = [umbrellas, copy, rejected];
  openConsole('/releases', {
    releases: async () => ({ rows, total: 3, matching: 3, indexed: 3, page: 1, pageSize: 20 }),
  });
  const group = await row('Revert the basket');
  expect(screen.getAllByRole('checkbox', { name: /^Select Se|^Select Re/ })).toHaveLength(2);
  for (const name of ['uat', 'prod', '1 more release with the same content'])
    expect(group.getByText(name)).toBeTruthy();
  expect(group.getByTitle(raincoat).closest('li')?.textContent).toContain('Sell raincoats (rejected)');
});

it('shows within a minute what a command rejected meanwhile', async () => {
  jest.useFakeTimers({ advanceTimers: true });
  const row: ReleaseRow = { ...umbrellas };
  openConsole('/releases', {
    releases: async () => ({
      rows: [{ ...row }],
      total: 1,
      matching: 1,
      indexed: 1,
      page: 1,
      pageSize: 20,
    }),
  });
  await screen.findByText('Sell umbrellas');
  row.rejection = { reason: 'Loses the basket', actor: 'eve' };
  await act(() => jest.advanceTimersByTimeAsync(60_000));
  expect(await screen.findByText('Loses the basket')).toBeTruthy();
});

it('shows in the list why a release was rejected, in the place of where it was', async () => {
  const rows = [{ ...umbrellas, been: ['uat'], rejection: { reason: 'Loses the basket', actor: 'eve' } }];
  openConsole('/releases', {
    releases: async () => ({ rows, total: 1, matching: 1, indexed: 1, page: 1, pageSize: 20 }),
  });
  const { getByText, queryByText } = await row('Sell umbrellas');
  for (const text of ['rejected', 'Loses the basket', 'stage']) expect(getByText(text)).toBeTruthy();
  expect(queryByText('was in uat')).toBeNull();
});

it('leaves searching to the server, and keeps the search in the address', async () => {
  const { callsOf } = openConsole('/releases?page=3');
  await row('Sell umbrellas');
  const field = screen.getByLabelText('Find releases');
  field.focus();
  fireEvent.change(field, { target: { value: 'umbr' } });
  await waitFor(() => expect(window.location.search).toBe('?search=umbr'));
  await waitFor(() => expect(callsOf('releases').at(-1)).toMatchObject([{ search: 'umbr', page: 1 }]));
  expect(document.activeElement).toBe(field);
});

it('leaves sorting to the server, too', async () => {
  const { callsOf } = openConsole('/releases');
  await row('Sell umbrellas');
  fireEvent.click(screen.getByRole('button', { name: /^Size/ }));
  await waitFor(() => expect(window.location.search).toBe('?sort=size'));
  await waitFor(() => expect(callsOf('releases').at(-1)).toMatchObject([{ sort: 'size', order: 'asc' }]));
});

it('shows what a deep link names, and takes nonsense in it for absent', async () => {
  const { callsOf } = openConsole(`/releases?sort=-size&page=2&selected=${raincoat}`);
  const raincoats = await row('Sell raincoats');
  expect(raincoats.getByRole<HTMLInputElement>('checkbox').checked).toBe(true);
  expect(callsOf('releases')[0]).toMatchObject([{ sort: 'size', order: 'desc', page: 2 }]);
});

it('keeps what is ticked in the address', async () => {
  openConsole('/releases');
  const box = (await row('Sell umbrellas')).getByRole<HTMLInputElement>('checkbox');
  fireEvent.click(box);
  expect(box.checked).toBe(true);
  expect(window.location.search).toBe(`?selected=${umbrella}`);
});

it.each([
  ['Sell umbrellas', 'Sell raincoats'],
  ['Sell raincoats', 'Sell umbrellas'],
])('compares two that are selected, the older with the newer: first %s, then %s', async (one, other) => {
  openConsole('/releases');
  await select(one);
  await select(other);
  press('Compare');
  await screen.findByRole('heading', { name: /^Compare/ });
  expect(window.location.search).toBe(`?from=${raincoat}&to=${umbrella}`);
});

/** Sixty releases; the search finds none. */
const sixty = async ({ page = 1, pageSize = 20, search = '' }: ReleaseQuery): Promise<ReleasePage> => {
  const matching = search ? 0 : 60;
  const rows = search || page > 3 ? [] : [{ ...umbrellas, subject: `Release of page ${page}` }];
  return { rows, total: 60, matching, indexed: 60, page, pageSize };
};

it.each(['99', '99999999999'])('goes to the last page when the address names page %s', async (page) => {
  openConsole(`/releases?page=${page}`, { releases: sixty });
  expect(await row('Release of page 3')).toBeTruthy();
  expect(window.location.search).toBe('?page=3');
  expect(screen.queryByText('No releases match your search.')).toBeNull();
});

it('says how many were found to who cannot see it, and nothing when the list is merely loaded again', async () => {
  const { streams, callsOf } = openConsole('/releases', { releases: sixty });
  const said = await screen.findByText('60 releases, page 1 of 3');
  const asked = callsOf('releases').length;
  streams.send('releases', {});
  await waitFor(() => expect(callsOf('releases').length).toBeGreaterThan(asked));
  await waitFor(() => expect(screen.queryByRole('table', { busy: true })).toBeNull());
  expect(said.isConnected).toBe(true);
  fireEvent.change(screen.getByLabelText('Find releases'), { target: { value: 'boats' } });
  await waitFor(() => expect(screen.getAllByText('0 releases of 60 found')).toHaveLength(2));
});

it('goes back page by page and sort by sort, and never through what was typed or ticked', async () => {
  openConsole('/releases', { releases: sixty });
  await row('Release of page 1');
  press('Page 2');
  await select('Release of page 2');
  press('Page 3');
  await row('Release of page 3');
  fireEvent.click(screen.getByRole('button', { name: /^Size/ }));
  await row('Release of page 1');
  fireEvent.change(screen.getByLabelText('Find releases'), { target: { value: 'boats' } });
  expect(await screen.findByText('No releases match your search.')).toBeTruthy();
  const selected = `selected=${umbrella}`;
  for (const address of [`?page=3&${selected}`, `?page=2&${selected}`, '']) {
    act(() => window.history.back());
    await waitFor(() => expect(window.location.search).toBe(address));
  }
  expect(await row('Release of page 1')).toBeTruthy();
});

it('says what is selected that is on other pages, and clears it', async () => {
  const elsewhere = 'c'.repeat(40);
  openConsole(`/releases?selected=${elsewhere},${umbrella}`);
  expect(await screen.findByText('2 releases, 2 selected, 1 on other pages')).toBeTruthy();
  const clear = screen.getByRole('button', { name: 'Clear selection' });
  clear.focus();
  fireEvent.click(clear);
  await waitFor(() => expect(window.location.search).toBe(''));
  expect(screen.queryByText(/on other pages/)).toBeNull();
  expect(document.activeElement).toBe(clear);
});

it('promotes one that is selected to an environment that is chosen', async () => {
  openConsole('/releases');
  await select('Sell umbrellas');
  press('Promote to');
  fireEvent.click(await screen.findByRole('menuitem', { name: 'prod' }));
  expect(await screen.findByRole('heading', { name: 'Promote to prod' })).toBeTruthy();
  expect(window.location.search).toBe(`?commit=${umbrella}`);
});

it('rejects one that is selected, and shows that', async () => {
  let rejection: { reason: string } | undefined;
  const { callsOf } = openConsole('/releases', {
    releases: async () => ({
      rows: [{ ...umbrellas, rejection }],
      total: 1,
      matching: 1,
      indexed: 1,
      page: 1,
      pageSize: 20,
    }),
    reject: async (commit, { reason }) => {
      rejection = { reason };
      return { commit, outcome: 'rejected' };
    },
  });
  await select('Sell umbrellas');
  press('Reject');
  const dialog = within(await screen.findByRole('dialog', { name: 'Reject this release?' }));
  fireEvent.change(dialog.getByLabelText('Reason'), { target: { value: 'Breaks the basket' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Reject' }));
  expect(await (await row('Sell umbrellas')).findByText('rejected')).toBeTruthy();
  expect(callsOf('reject')).toEqual([[umbrella, { reason: 'Breaks the basket' }]]);
});

it('lets only who may move something reject', async () => {
  openConsole(`/releases?selected=${umbrella}`, {
    session: async () => ({ ...session, mayMove: [], mayReject: false }),
  });
  await row('Sell umbrellas');
  const reject = screen.getByRole('button', { name: 'Reject' });
  await waitFor(() => expect(reject.getAttribute('aria-disabled')).toBe('true'));
});

it('loads again when something was published', async () => {
  let rows = [umbrellas];
  const { streams } = openConsole('/releases', {
    releases: async () => ({ rows, total: 1, matching: 1, indexed: 1, page: 1, pageSize: 20 }),
  });
  await row('Sell umbrellas');
  rows = [{ ...umbrellas, subject: 'Sell boots', commit: 'c'.repeat(40) }];
  streams.send('releases', {});
  expect(await row('Sell boots')).toBeTruthy();
});

it('says when the server has not read all archives yet, and when there are none', async () => {
  const page = { rows: [], matching: 0, page: 1, pageSize: 20 };
  const { streams } = openConsole('/releases', {
    releases: async () => ({ ...page, total: 5000, indexed: 1200 }),
  });
  streams.send('board', board);
  expect(await screen.findByText(/read 1,200 of 5,000 archives so far/)).toBeTruthy();
  expect(screen.getByText('No releases match your search.')).toBeTruthy();
});
