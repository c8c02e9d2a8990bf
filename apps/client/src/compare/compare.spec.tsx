import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { Problem } from '../api/problem';
import { openConsole } from '../testing/open-console';
import { board, diff, raincoat, session, umbrella } from '../testing/sample';

const numbered = (count: number, path: string) =>
  Array.from({ length: count }, (_item, at) => `${path}-${at}`);

it('shows the commits and files between two sides', async () => {
  const { callsOf } = openConsole('/compare?from=prod&to=stage', {
    compare: async () => ({ ...diff, files: { added: ['new.js'], changed: [], removed: ['old.js'] } }),
  });
  expect(await screen.findByRole('heading', { name: 'Compare prod with stage' })).toBeTruthy();
  const commits = within(await screen.findByRole('list', { name: /^Commits/ }));
  expect(commits.getByText('Sell umbrellas')).toBeTruthy();
  expect(screen.getByText('new.js')).toBeTruthy();
  expect(screen.getByText('1 added, 0 changed, 1 removed')).toBeTruthy();
  expect(callsOf('compare')).toEqual([['prod', 'stage']]);
});

it('links each commit to its page at the host of the repository', async () => {
  const repository = {
    commit: 'https://git.example/c/{commit}',
    compare: 'https://git.example/{from}...{to}',
  };
  openConsole('/compare?from=prod&to=stage', { session: async () => ({ ...session, repository }) });
  const commits = within(await screen.findByRole('list', { name: /^Commits/ }));
  expect(commits.getByRole('link', { name: 'a1b2c3d4' }).getAttribute('href')).toBe(
    `https://git.example/c/${umbrella}`,
  );
  expect(screen.getByRole('link', { name: 'View comparison' }).getAttribute('href')).toBe(
    `https://git.example/${raincoat}...${umbrella}`,
  );
});

it('names a side that is a commit once', async () => {
  openConsole(`/compare?from=prod&to=${umbrella}`, {
    compare: async () => ({ ...diff, to: { ...diff.to, name: umbrella, kind: 'commit' } }),
  });
  const side = (await screen.findByRole('img', { name: 'to' })).nextElementSibling;
  expect(side?.textContent).toBe('Sell umbrellasa1b2c3d4');
});

it('shows a long list of files step by step', async () => {
  openConsole('/compare?from=prod&to=stage', {
    compare: async () => ({ ...diff, files: { added: [], changed: numbered(700, 'file'), removed: [] } }),
  });
  fireEvent.click(await screen.findByRole('button', { name: '700 files changed' }));
  expect(screen.getAllByText(/^file-/)).toHaveLength(50);
  fireEvent.click(screen.getByRole('button', { name: 'Show more (650 more files)' }));
  expect(screen.getAllByText(/^file-/)).toHaveLength(550);
});

it('compares what is chosen, either way round, and keeps it in the address', async () => {
  const { callsOf } = openConsole('/compare');
  const form = within(await screen.findByRole('form', { name: 'Sides to compare' }));
  fireEvent.change(form.getByLabelText('From'), { target: { value: 'prod ' } });
  fireEvent.change(form.getByLabelText('To'), { target: { value: 'a1b2c3d4' } });
  fireEvent.submit(screen.getByRole('form', { name: 'Sides to compare' }));
  await waitFor(() => expect(window.location.search).toBe('?from=prod&to=a1b2c3d4'));
  fireEvent.click(screen.getByRole('button', { name: 'Swap sides' }));
  await waitFor(() => expect(callsOf('compare').at(-1)).toEqual(['a1b2c3d4', 'prod']));
});

it('leaves the focus where it is when the sides are swapped, fills the fields again, and says what was found', async () => {
  openConsole('/compare?from=prod&to=stage', {
    compare: async (from, to) => ({
      ...diff,
      from: { ...diff.from, name: from },
      to: { ...diff.to, name: to },
      files: { added: ['a.js', 'b.js'], changed: [], removed: ['c.js'] },
    }),
  });
  expect(await screen.findByText('Compared: prod with stage, 1 commit, 3 files.')).toBeTruthy();
  const swap = screen.getByRole('button', { name: 'Swap sides' });
  swap.focus();
  fireEvent.click(swap);
  expect(await screen.findByText('Compared: stage with prod, 1 commit, 3 files.')).toBeTruthy();
  expect(document.activeElement).toBe(swap);
  expect(screen.getByLabelText<HTMLInputElement>('From').value).toBe('stage');
  expect(screen.getByLabelText<HTMLInputElement>('To').value).toBe('prod');
});

it('says nothing when what is compared is merely loaded again', async () => {
  let files = { added: ['a.js'], changed: [] as string[], removed: [] as string[] };
  const { streams } = openConsole('/compare?from=prod&to=stage', {
    compare: async () => ({ ...diff, files }),
  });
  const said = await screen.findByText('Compared: prod with stage, 1 commit, 1 file.');
  files = { ...files, changed: ['b.js'] };
  const [stage, prod] = board.environments;
  streams.send('board', {
    ...board,
    environments: [stage, { ...prod, current: { ...prod!.current!, versionId: 'prod-2' } }],
  });
  expect(await screen.findByText('1 added, 1 changed, 0 removed')).toBeTruthy();
  expect(said.isConnected).toBe(true);
});

it('offers environments and the newest releases by their subjects', async () => {
  openConsole('/compare');
  await screen.findByRole('form', { name: 'Sides to compare' });
  await waitFor(() => expect(document.querySelectorAll('datalist option')).toHaveLength(4));
  const options = [...document.querySelectorAll<HTMLOptionElement>('datalist option')];
  expect(options.map(({ value }) => value)).toEqual(['stage', 'prod', umbrella, raincoat]);
  expect(options[2]?.label).toBe('a1b2c3d4 Sell umbrellas');
  expect(screen.getByLabelText('From').getAttribute('list')).toBe(document.querySelector('datalist')?.id);
});

it('explains a side that does not exist', async () => {
  openConsole('/compare?from=prod&to=nothing', {
    compare: () => Promise.reject(new Problem('"nothing" is no commit here.', 'Name one that is published.')),
  });
  expect((await screen.findByRole('alert')).textContent).toContain('"nothing" is no commit here.');
});
