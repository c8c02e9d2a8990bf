import type { MovePlan } from '@sluice/contract';
import { act, fireEvent, screen, within } from '@testing-library/react';
import { openConsole } from '../testing/open-console';
import { plan, raincoat, umbrella } from '../testing/sample';
import { timeZone } from '../text/time-zone';

const address = `/environments/prod/promote?commit=${umbrella}`;
const numbered = (count: number) => Array.from({ length: count }, (_item, at) => `app/${at}.js`);

const back: MovePlan = {
  ...plan,
  to: { commit: raincoat, subject: 'Sell raincoats' },
  ancestry: 'descendant',
  basis: 'ran-well',
  skipped: [
    {
      commit: umbrella,
      subject: 'Sell umbrellas',
      writtenAt: '2026-11-20T10:30:00.000Z',
      why: 'it ended as Failed in prod',
    },
    { writtenAt: '2026-11-19T10:30:00.000Z', why: 'it was copied manually' },
  ],
};

it.each<[Partial<MovePlan>, string]>([
  [{ fileCounts: { added: 10, changed: 3, removed: 1 } }, 'Plan ready: 1 commit, 14 files.'],
  [{ isAllowed: false }, 'Plan ready: 1 commit, blocked by a gate.'],
  [{ isCurrent: true }, 'Plan ready: nothing to do in prod.'],
  [{ from: undefined, commitCount: undefined }, 'Plan ready: the first release in prod.'],
])('says to who cannot see it that the plan is ready: %j', async (change, text) => {
  openConsole(address, { promotionPlan: async () => ({ ...plan, ...change }) });
  expect(await screen.findByText(text)).toBeTruthy();
});

it('tells times of a gate in the zone of the reader, and leads back without a move', async () => {
  const explanation = 'it was rejected by amy at 2026-11-20T10:00:00.494Z: It leaks';
  const gateResults = [{ rule: 'rejected', label: 'Rejection', ok: true, explanation }];
  openConsole(address, { promotionPlan: async () => ({ ...plan, gateResults }) });
  act(() => timeZone.choose('utc'));
  expect(await screen.findByText('it was rejected by amy at 2026-11-20 10:00:00 UTC: It leaks')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Cancel' }).getAttribute('href')).toBe('/environments/prod');
});

it('explains why a rollback goes where it goes, and what is wrong with each newer version', async () => {
  openConsole('/environments/prod/rollback', { rollbackPlan: async () => back });
  const why = within(await screen.findByRole('region', { name: 'Why this version' }));
  expect(why.getByText(/is the last version that was deployed successfully/).textContent).toContain(
    'b2c3d4e5',
  );
  const [umbrellas, byHand] = why.getAllByRole('listitem');
  for (const text of ['a1b2c3d4', 'Sell umbrellas', 'it ended as Failed in prod'])
    expect(umbrellas?.textContent).toContain(text);
  expect(byHand?.textContent).toContain('unknown commit');
  expect(byHand?.textContent).toContain('it was copied manually');
});

it('does not say that the version before was deployed successfully, where no pipeline can tell', async () => {
  openConsole('/environments/prod/rollback', {
    rollbackPlan: async () => ({ ...back, basis: 'previous', skipped: [] }),
  });
  const why = within(await screen.findByRole('region', { name: 'Why this version' }));
  expect(why.getByText(/is the previous version. Its deployment result is unknown/)).toBeTruthy();
  expect(why.queryByRole('list')).toBeNull();
});

it('says that nobody can tell how the version ran, where the pipeline knows no run of it', async () => {
  openConsole('/environments/prod/rollback', {
    rollbackPlan: async () => ({ ...back, basis: 'unknown-run' as const, skipped: [] }),
  });
  const why = within(await screen.findByRole('region', { name: 'Why this version' }));
  expect(why.getByText(/its deployment result is unknown/)).toBeTruthy();
});

it('counts all files, also where the list of them is cut, and says so', async () => {
  openConsole(address, {
    promotionPlan: async () => ({
      ...plan,
      files: { added: numbered(1_000), changed: [], removed: [] },
      fileCounts: { added: 4_000, changed: 0, removed: 0 },
    }),
  });
  fireEvent.click(await screen.findByRole('button', { name: '4,000 files added' }));
  expect(screen.getByText('4,000 added, 0 changed, 0 removed')).toBeTruthy();
  expect(screen.queryByText(/are not listed/)).toBeNull();
  for (const more of [/950 more files/, /450 more files/])
    fireEvent.click(screen.getByRole('button', { name: more }));
  expect(screen.getByText('And 3,000 more are not listed.')).toBeTruthy();
});

it.each([
  [2, '(2)', 'by 2 commits', '1 earlier commit is not listed.'],
  [3, '(3)', 'by 3 commits', '2 earlier commits are not listed.'],
  [1_000, '(1,000 or more)', 'by 1,000 or more commits', '999 or more earlier commits are not listed.'],
])('counts %i commits no further than the server does', async (commitCount, counter, distance, rest) => {
  openConsole('/environments/prod/rollback', { rollbackPlan: async () => ({ ...back, commitCount }) });
  expect(await screen.findByText(`This moves prod back ${distance}`)).toBeTruthy();
  expect(screen.getByRole('heading', { name: `Commits removed ${counter}` })).toBeTruthy();
  expect(screen.getByText(rest)).toBeTruthy();
});
