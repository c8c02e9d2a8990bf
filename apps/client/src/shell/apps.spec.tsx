import { fireEvent, screen, within } from '@testing-library/react';
import { appPath } from '../api/app-path';
import { openConsole } from '../testing/open-console';
import { session } from '../testing/sample';

const several = { session: async () => ({ ...session, app: 'admin', apps: ['store', 'admin'] }) };

it('names all apps, says which one is shown, and leads to the others', async () => {
  openConsole('/apps/admin/', several);
  const apps = within(await screen.findByRole('navigation', { name: 'Apps' }));
  const links = apps.getAllByRole('link');
  expect(
    links.map((link) => [link.textContent, link.getAttribute('href'), link.getAttribute('aria-current')]),
  ).toEqual([
    ['All apps', '/apps/admin/overview', null],
    ['store', '/apps/store/', null],
    ['admin', '/apps/admin/', 'true'],
  ]);
});

it('offers no other app where there is one', async () => {
  openConsole('/');
  await screen.findByRole('heading', { name: 'prod' });
  expect(screen.queryByRole('navigation', { name: 'Apps' })).toBeNull();
});

it('keeps every address of the console below its app', async () => {
  openConsole('/apps/admin/', several);
  const prod = await screen.findByRole('heading', { name: 'prod' });
  const inner = screen
    .getAllByRole('link')
    .map((link) => link.getAttribute('href') ?? '')
    .filter((href) => href.startsWith('/') && !href.startsWith('/apps/store/'));
  expect(inner.length).toBeGreaterThan(5);
  expect(inner.filter((href) => !href.startsWith('/apps/admin'))).toEqual([]);
  expect(within(prod).getByRole('link').getAttribute('href')).toBe('/apps/admin/environments/prod');
  fireEvent.click(within(prod).getByRole('link'));
  await screen.findByRole('heading', { name: 'prod', level: 1 });
  expect(window.location.pathname).toBe('/apps/admin/environments/prod');
});

it.each([
  ['/', ''],
  ['/releases', ''],
  ['/apps', ''],
  ['/apps/', ''],
  ['/apps/store', '/apps/store'],
  ['/apps/store/releases/1', '/apps/store'],
])('finds at %s the app at "%s"', (path, app) => {
  expect(appPath(path)).toBe(app);
});
