import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { Problem } from '../api/problem';
import { openConsole } from '../testing/open-console';
import { session } from '../testing/sample';
import { shortcutKeys } from './shortcuts';

const press = (key: string, target: Element | Window = window) => fireEvent.keyDown(target, { key });
const heading = (name: string) => screen.findByRole('heading', { level: 1, name });

afterEach(() => shortcutKeys.choose('on'));

it('goes where two letters say, and to the search with a slash', async () => {
  openConsole('/');
  await heading('Environments');
  press('g');
  press('r');
  await heading('Releases');
  press('g');
  press('e');
  await heading('Environments');
  press('r');
  press('/');
  await heading('Releases');
  const field = await screen.findByRole('searchbox', { name: 'Find releases' });
  await waitFor(() => expect(document.activeElement).toBe(field));
  (field as HTMLElement).blur();
  press('/');
  expect(document.activeElement).toBe(field);
});

it('takes no key for a shortcut while someone types, with Control, or once they are switched off', async () => {
  openConsole('/releases');
  const field = await screen.findByRole('searchbox', { name: 'Find releases' });
  press('?', field);
  press('g', field);
  press('e', field);
  fireEvent.keyDown(window, { key: '?', ctrlKey: true });
  shortcutKeys.choose('off');
  press('?');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Releases');
});

it('lists the shortcuts, and goes nowhere while the list is open', async () => {
  openConsole('/');
  await heading('Environments');
  press('?');
  const dialog = within(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' }));
  for (const text of ['Find releases', 'Go to Environments', 'Go to Releases', 'Go to Activity'])
    expect(dialog.getByText(text)).toBeTruthy();
  press('g');
  press('r');
  fireEvent.change(dialog.getByLabelText('Single-key shortcuts'), { target: { value: 'off' } });
  fireEvent.click(dialog.getAllByRole('button', { name: 'Close' })[0]!);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Environments');
  expect(localStorage.getItem('sluice.shortcuts')).toBe('off');
});

it('signs out, and shows nothing of what was there', async () => {
  let isOut = false;
  const { callsOf } = openConsole('/', {
    session: async () => {
      if (isOut) throw new Problem('You are not signed in.', 'Sign in.', { code: 'signed-out' });
      return session;
    },
    signOut: async () => {
      isOut = true;
      return {};
    },
  });
  await screen.findByRole('heading', { name: 'prod' });
  fireEvent.click(await screen.findByText('Sign out'));
  expect(await screen.findByRole('heading', { name: 'You are not signed in' })).toBeTruthy();
  expect(callsOf('signOut')).toHaveLength(1);
  expect(screen.queryByRole('heading', { name: 'prod' })).toBeNull();
  expect(screen.queryByText('Sign out')).toBeNull();
});

it('says why a sign-out failed, and stays', async () => {
  openConsole('/', {
    signOut: () => Promise.reject(new Problem('The server does not respond.', 'Try again.')),
  });
  fireEvent.click(await screen.findByText('Sign out'));
  expect(
    (await screen.findAllByText(/^Sign-out failed\. The server does not respond\./)).length,
  ).toBeGreaterThan(0);
  expect(screen.getByRole('heading', { name: 'prod' })).toBeTruthy();
});
