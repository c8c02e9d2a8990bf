import { fireEvent, screen } from '@testing-library/react';
import { openConsole } from '../testing/open-console';

jest.mock('./redeploy-dialog', () => {
  throw new Error('A newer release of the console has other files.');
});

it('keeps the board when a dialog cannot be loaded, and says what to do', async () => {
  // React reports every error that a boundary catches.
  jest.spyOn(console, 'error').mockImplementation(() => {});
  openConsole('/');
  fireEvent.click(await screen.findByRole('button', { name: 'Redeploy prod' }));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('Reload the page');
  expect(screen.getByRole('heading', { name: 'prod' }).closest('li')?.contains(alert)).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: 'Hold prod' }));
  expect(await screen.findByRole('dialog', { name: 'Put prod on hold?' })).toBeTruthy();
});
