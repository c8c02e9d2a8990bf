import { act, fireEvent, screen, within } from '@testing-library/react';
import { openConsole } from '../testing/open-console';
import { board, raincoats, session } from '../testing/sample';

const hostile = {
  script: '<script>document.title = "owned"</script>',
  direction: 'harmless \u202egnp.exe',
  control: 'a\u0000b\u001b[31m',
};

it('moves the focus to the heading of the view that someone goes to, and names the tab after it', async () => {
  openConsole('/');
  await screen.findByRole('heading', { name: 'prod' });
  expect(document.activeElement).toBe(document.body);
  const views = within(screen.getByRole('navigation', { name: 'Views' }));
  fireEvent.click(views.getByRole('link', { name: 'Compare' }));
  const heading = await screen.findByRole('heading', { name: 'Compare', level: 1 });
  expect(document.activeElement?.contains(heading)).toBe(true);
  expect(document.title).toBe('Compare · shop · Sluice');
  expect(views.getByRole('link', { name: 'Compare' }).getAttribute('aria-current')).toBe('page');
});

it.each([
  ['/environments/prod', 'Environments'],
  ['/environments/prod/promote', 'Environments'],
  ['/grid', 'Environments'],
  [`/releases/${raincoats.commit}`, 'Releases'],
])('marks the view that %s belongs to', async (path, view) => {
  openConsole(path);
  await screen.findByRole('heading', { level: 1 });
  const views = within(screen.getByRole('navigation', { name: 'Views' })).getAllByRole('link');
  const marked = views.filter((link) => link.getAttribute('aria-current') === 'true');
  expect(marked.map(({ textContent }) => textContent)).toEqual([view]);
});

it('says of which environment it is, where it is that of one', async () => {
  openConsole('/', { session: async () => ({ ...session, environment: 'prod' }) });
  expect((await screen.findByRole('link', { name: 'Sluice shop · prod' })).getAttribute('href')).toBe('/');
  expect(document.title).toBe('Environments · shop · prod · Sluice');
});

it('offers a reload when not even the bar can be shown', async () => {
  const told = jest.spyOn(console, 'error').mockImplementation();
  // Of a server that is newer than this page.
  openConsole('/', { session: async () => ({ ...session, person: undefined }) as never });
  expect((await screen.findByRole('alert')).textContent).toContain('The console could not be loaded.');
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeTruthy();
  expect(told).toHaveBeenCalled();
  told.mockRestore();
});

it('explains an unknown address', async () => {
  openConsole('/nowhere');
  expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeTruthy();
});

it.each(Object.entries(hostile))(
  'shows a hostile subject (%s) as plain, visible text',
  async (_kind, subject) => {
    const { streams } = openConsole('/');
    const [stage, prod] = board.environments;
    const current = { ...prod!.current!, subject, reason: subject, actor: subject };
    streams.send('board', { ...board, environments: [stage, { ...prod, current }] });
    const column = (await screen.findByRole('heading', { name: 'prod' })).closest('li');
    expect(column?.querySelector('script')).toBeNull();
    expect(column?.textContent).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(column?.textContent).toContain(
      { script: hostile.script, direction: 'harmless \\u{202e}gnp.exe', control: 'a\\u{0}b\\u{1b}[31m' }[
        _kind
      ],
    );
  },
);

it('shows the beginning of a very long text, and all of it on demand', async () => {
  const subject = `${'long '.repeat(2_000)}end`;
  const { streams } = openConsole('/');
  const [stage, prod] = board.environments;
  streams.send('board', { ...board, environments: [stage, { ...prod, current: { ...raincoats, subject } }] });
  const column = (await screen.findByRole('heading', { name: 'prod' })).closest('li');
  expect(column?.textContent).not.toContain('long end');
  fireEvent.click(screen.getByRole('button', { name: 'Show all 10003 characters' }));
  expect(column?.textContent).toContain('long end');
});

it('changes the colors, and remembers the choice', async () => {
  openConsole('/');
  const colors = await screen.findByRole('combobox', { name: 'Colors' });
  act(() => void fireEvent.change(colors, { target: { value: 'dark' } }));
  expect(document.body.classList.contains('awsui-dark-mode')).toBe(true);
  expect(document.documentElement.style.colorScheme).toBe('dark');
  expect(localStorage.getItem('sluice.color-mode')).toBe('dark');
  act(() => void fireEvent.change(colors, { target: { value: 'system' } }));
  expect(document.body.classList.contains('awsui-dark-mode')).toBe(false);
});
