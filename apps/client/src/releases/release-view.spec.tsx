import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { openConsole } from '../testing/open-console';
import { umbrella, umbrellas, provenance } from '../testing/sample';

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

it('shows the facts of one release, and where it can be promoted to', async () => {
  openConsole(`/releases/${umbrella}`);
  expect(await screen.findByRole('heading', { name: 'Sell umbrellas' })).toBeTruthy();
  expect(screen.getByText(umbrella)).toBeTruthy();
  expect(screen.getByText('Current version')).toBeTruthy();
  expect(screen.getByText('Amy Anderson')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Promote to prod' }).getAttribute('href')).toBe(
    `/environments/prod/promote?commit=${umbrella}`,
  );
});

describe('the provenance of a release', () => {
  it('shows who signed it, the run, and where the outputs came from', async () => {
    openConsole(`/releases/${umbrella}`);
    expect(await screen.findByText('Signed by a trusted key')).toBeTruthy();
    expect(screen.getByText('ab12ab12ab12')).toBeTruthy();
    const tasks = screen.getByText('1 restored from the cache, 1 built in this run');
    expect(within(tasks.closest('details')!).getByText(/client:build: restored from the cache/)).toBeTruthy();
    const runs = screen.getAllByRole('link', { name: /CI run/, hidden: true });
    expect(runs.map((run) => run.getAttribute('href'))).toContain(provenance.provenance?.run);
  });

  it('warns when it is about something else', async () => {
    const problem = {
      kind: 'other-content',
      explanation: 'its digest is another one',
      remedy: 'Find out why.',
    };
    openConsole(`/releases/${umbrella}`, {
      provenance: async () => ({ ...provenance, trust: 'unsigned', keyId: undefined, problem }),
    });
    expect(await screen.findByText('its digest is another one. Find out why.')).toBeTruthy();
    expect(screen.getByText('Not signed')).toBeTruthy();
  });

  it('says that there is none', async () => {
    const problem = { kind: 'missing', explanation: 'it has no provenance', remedy: 'Publish again.' };
    openConsole(`/releases/${umbrella}`, {
      provenance: async () => ({ subject: provenance.subject, trust: 'unsigned', problem }),
    });
    expect(await screen.findByText('This archive was published without provenance.')).toBeTruthy();
  });
});

it('undoes a rejection', async () => {
  const { callsOf } = openConsole(`/releases/${umbrella}`, {
    release: async () => ({ ...umbrellas, rejection: { reason: 'Broken', actor: 'grace' } }),
    accept: async (commit) => ({ commit, outcome: 'accepted' }),
  });
  expect(await screen.findByText('Broken')).toBeTruthy();
  press('Undo rejection');
  const dialog = within(await screen.findByRole('dialog'));
  fireEvent.change(dialog.getByLabelText('Reason (optional)'), { target: { value: 'A false alarm' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Undo rejection' }));
  await waitFor(() => expect(callsOf('accept')).toEqual([[umbrella, { reason: 'A false alarm' }]]));
});
