import type { MovePlan } from '@sluice/console-api';
import { screen, within } from '@testing-library/react';
import { openConsole } from '../testing/open-console';
import { plan, raincoat, umbrella } from '../testing/sample';

const back: MovePlan = {
  ...plan,
  to: { commit: raincoat, subject: 'Sell raincoats' },
  ancestry: 'descendant',
  basis: 'ran-well',
  passedOver: [
    {
      commit: umbrella,
      subject: 'Sell umbrellas',
      writtenAt: '2026-11-20T10:30:00.000Z',
      why: 'it ended Failed in prod',
    },
    { writtenAt: '2026-11-19T10:30:00.000Z', why: 'it was put there by hand' },
  ],
};

it('tells why a rollback goes where it goes, and what is wrong with each newer version', async () => {
  openConsole('/environments/prod/rollback', { rollbackPlan: async () => back });
  const why = within(await screen.findByRole('region', { name: 'Why this version' }));
  expect(why.getByText(/is the last that ran well before/).textContent).toContain('b2c3d4e5');
  const [umbrellas, byHand] = why.getAllByRole('listitem');
  for (const words of ['a1b2c3d4', 'Sell umbrellas', 'it ended Failed in prod'])
    expect(umbrellas?.textContent).toContain(words);
  expect(byHand?.textContent).toContain('unknown commit');
  expect(byHand?.textContent).toContain('it was put there by hand');
});

it('does not say that the version before ran well, where no pipeline can tell', async () => {
  openConsole('/environments/prod/rollback', {
    rollbackPlan: async () => ({ ...back, basis: 'previous', passedOver: [] }),
  });
  const why = within(await screen.findByRole('region', { name: 'Why this version' }));
  expect(why.getByText(/is the one before; no pipeline can tell how it ran/)).toBeTruthy();
  expect(why.queryByRole('list')).toBeNull();
});
