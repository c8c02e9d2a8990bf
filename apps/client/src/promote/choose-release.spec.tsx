import type { ReleaseRow } from '@sluice/contract';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { openConsole } from '../testing/open-console';
import { raincoats, umbrellas } from '../testing/sample';

const boots: ReleaseRow = {
  ...umbrellas,
  commit: 'c3d4e5f60718293a4b5c6d7e8f90011223344a5b',
  subject: 'Sell boots',
  digest: 'boots',
};
const pageOf = (rows: ReleaseRow[]) => ({ rows, total: 9, matching: 9, indexed: 9, page: 1, pageSize: 10 });
const choose = (rows: ReleaseRow[]) =>
  openConsole('/environments/prod/promote', { releases: async () => pageOf(rows) });
const radio = (name: string) => screen.findByRole<HTMLInputElement>('radio', { name });

it('has chosen the newest release that is not rejected, and leads to its plan', async () => {
  const rejected = { ...boots, rejection: { reason: 'It leaks', actor: 'eve' } };
  const { callsOf } = choose([rejected, umbrellas, raincoats]);
  expect((await radio('Sell umbrellas')).checked).toBe(true);
  expect((await radio('Sell boots')).checked).toBe(false);
  expect(screen.getByText('It leaks')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Review the plan' }));
  await waitFor(() => expect(callsOf('promotionPlan')).toEqual([['prod', { commit: umbrellas.commit }]]));
});

it('leads to the plan of another one that was chosen', async () => {
  const { callsOf } = choose([umbrellas, boots, raincoats]);
  fireEvent.click(await radio('Sell boots'));
  fireEvent.click(screen.getByRole('button', { name: 'Review the plan' }));
  await waitFor(() => expect(callsOf('promotionPlan')).toEqual([['prod', { commit: boots.commit }]]));
});

it('marks what the environment has, and chooses nothing where nothing is newer', async () => {
  choose([raincoats]);
  expect((await radio('Sell raincoats')).checked).toBe(false);
  expect(screen.getByText('prod has this content')).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Review the plan' }).disabled).toBe(true);
});
