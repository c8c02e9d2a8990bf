import type { Board, ExecutionStatus, MovePlan } from '@sluice/contract';
import { fireEvent, screen, within } from '@testing-library/react';
import { Problem } from '../api/problem';
import { openConsole } from '../testing/open-console';
import { board, plan, raincoat, umbrella } from '../testing/sample';

const address = `/environments/prod/promote?commit=${umbrella}`;
const moved = { outcome: 'moved' as const, tag: 'prod', commit: umbrella, versionId: 'prod-2' };
const click = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const hrefOf = (name: string) => screen.getByRole('link', { name }).getAttribute('href');
const write = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

async function fillIn() {
  await screen.findByRole('heading', { name: 'Confirm' });
  write('Reason', 'Friday release');
  write('Type prod to confirm', 'prod');
}

/** The board once the pipeline of prod took the new version up. */
function boardWith(status: ExecutionStatus): Board {
  const [stage, prod] = board.environments;
  if (!stage || !prod?.run || !prod.current) throw new Error('The sample lacks an environment.');
  const run = { ...prod.run, executionId: 'prod-run-2', status };
  const current = { ...prod.current, commit: umbrella, versionId: 'prod-2' };
  return { ...board, environments: [stage, { ...prod, current, run, runVersionId: 'prod-2' }] };
}

it('shows commits, files and rules before anything is written', async () => {
  const { callsOf } = openConsole(address);
  expect(await screen.findByText('it has run well in stage')).toBeTruthy();
  expect(within(screen.getByRole('list', { name: /^Commits/ })).getByText('Sell umbrellas')).toBeTruthy();
  expect(screen.getByText('app/umbrella.js')).toBeTruthy();
  expect(callsOf('promote')).toEqual([]);
});

it('asks for a reason and for the name, and goes to what is missing', async () => {
  const { callsOf } = openConsole(address, { promote: async () => moved });
  await screen.findByRole('heading', { name: 'Confirm' });
  click(/^Promote a1b2c3d4/);
  expect(screen.getByText('Enter a reason. It is recorded in the history.')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText('Reason'));
  write('Reason', 'Friday release');
  write('Type prod to confirm', 'Prod');
  click(/^Promote a1b2c3d4/);
  expect(screen.getByText('Type prod exactly.')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText('Type prod to confirm'));
  expect(callsOf('promote')).toEqual([]);
});

it('moves what the plan showed, and follows the pipeline to its success', async () => {
  const { streams, callsOf } = openConsole(address, { promote: async () => moved });
  await fillIn();
  click(/^Promote a1b2c3d4/);
  expect(await screen.findByText(/Waiting for the pipeline of prod to start/)).toBeTruthy();
  expect(callsOf('history')).toEqual([]);
  expect(callsOf('promote')).toEqual([
    [
      'prod',
      {
        commit: umbrella,
        expects: 'prod-1',
        reason: 'Friday release',
        override: undefined,
        confirmation: 'prod',
      },
    ],
  ]);
  expect(window.location.search).toContain('watch=prod-2');
  expect(document.activeElement?.textContent).toContain('Promote to prod');
  streams.send('board', boardWith('InProgress'));
  expect(await screen.findByText('In progress')).toBeTruthy();
  streams.send('board', boardWith('Succeeded'));
  expect(await screen.findByText('prod now runs this release.')).toBeTruthy();
  expect(screen.getByText(/^The pipeline of prod succeeded/)).toBeTruthy();
});

it('leads to the new plan when someone was faster, and keeps the reason', async () => {
  let version = 1;
  const { callsOf } = openConsole(address, {
    promotionPlan: async () => ({ ...plan, expects: `prod-${version}` }),
    promote: async (_name, { expects }) => {
      if (expects !== 'prod-2')
        throw new Problem('"prod" has changed since the plan was created.', 'Review the new plan.', {
          code: 'race-lost',
        });
      return moved;
    },
  });
  await fillIn();
  version = 2;
  click(/^Promote a1b2c3d4/);
  expect(await screen.findByText('prod was changed by someone else')).toBeTruthy();
  click('Review the new plan');
  await screen.findByRole('button', { name: /^Promote a1b2c3d4/ });
  click(/^Promote a1b2c3d4/);
  await screen.findByText(/Waiting for the pipeline/);
  expect(callsOf('promote').map(([, request]) => request)).toMatchObject([
    { expects: 'prod-1', reason: 'Friday release' },
    { expects: 'prod-2', reason: 'Friday release' },
  ]);
});

it('shows what the server refuses, with the number of the request', async () => {
  openConsole(address, {
    promote: async () => {
      const more = { code: 'refused' as const, requestId: 'req-42' };
      throw new Problem('"prod" is held by grace.', 'Release the hold first.', more);
    },
  });
  await fillIn();
  click(/^Promote a1b2c3d4/);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('"prod" is held by grace.');
  expect(alert.textContent).toContain('Release the hold first.');
  expect(alert.textContent).toContain('req-42');
});

const refused: MovePlan = {
  ...plan,
  confirm: false,
  isAllowed: false,
  gateResults: [
    {
      rule: 'minAge',
      label: 'Minimum age',
      ok: false,
      isOverridable: true,
      explanation: 'it is 2 h old',
      remedy: 'Wait.',
    },
  ],
};

it('bypasses a gate that allows it with a reason, which is sent with the request', async () => {
  const { callsOf } = openConsole(address, {
    promotionPlan: async (_name, { override }) =>
      override
        ? {
            ...refused,
            isAllowed: true,
            gateResults: [
              {
                rule: 'minAge',
                label: 'Minimum age',
                ok: true,
                isOverridden: true,
                explanation: 'it is 2 h old',
              },
            ],
          }
        : refused,
    promote: async () => moved,
  });
  await screen.findByText('Blocked by a gate');
  expect(hrefOf('Cancel')).toBe('/environments/prod');
  expect(screen.queryByRole('button', { name: /^Promote a1b2c3d4/ })).toBeNull();
  click('Plan with this override');
  expect(document.activeElement).toBe(screen.getByLabelText('Reason for bypassing'));
  write('Reason for bypassing', 'The shop is down');
  click('Plan with this override');
  expect(await screen.findByText(/\(overridden\)/)).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Plan' }).closest('[tabindex]'));
  write('Reason', 'Hot fix');
  click(/^Promote a1b2c3d4/);
  await screen.findByText(/Waiting for the pipeline/);
  expect(callsOf('promote')[0]).toMatchObject(['prod', { reason: 'Hot fix', override: 'The shop is down' }]);
});

it('does not offer to override a rejection', async () => {
  openConsole(address, {
    promotionPlan: async () => ({
      ...refused,
      gateResults: [
        {
          rule: 'rejected',
          label: 'Rejection',
          ok: false,
          rejected: 'f'.repeat(40),
          explanation: 'it was rejected by grace',
          remedy: 'Undo rejection.',
        },
      ],
    }),
  });
  expect(await screen.findByText('it was rejected by grace')).toBeTruthy();
  const link = screen.getByTitle('f'.repeat(40)).closest('a');
  expect(link?.getAttribute('href')).toBe(`/releases/${'f'.repeat(40)}`);
  expect(screen.queryByLabelText('Reason for bypassing')).toBeNull();
  expect(screen.queryByRole('button', { name: /^Promote a1b2c3d4/ })).toBeNull();
  expect(hrefOf('Back to prod')).toBe('/environments/prod');
});

it('says that the promotion moves back, and that other environments move too', async () => {
  openConsole('/environments/prod/rollback', {
    rollbackPlan: async () => ({
      ...plan,
      to: { commit: raincoat, subject: 'Sell raincoats' },
      ancestry: 'descendant',
      commitCount: 3,
      environments: ['prod', 'prod-eu'],
    }),
  });
  expect(await screen.findByText('This moves prod back by 3 commits')).toBeTruthy();
  expect(screen.getByText('prod-eu watches prod.zip too and moves with prod.')).toBeTruthy();
  expect(screen.getByRole('heading', { name: /^Commits removed/ })).toBeTruthy();
});

it('writes nothing where the content is there already', async () => {
  openConsole(address, { promotionPlan: async () => ({ ...plan, isCurrent: true }) });
  expect(await screen.findByText('prod already has this content')).toBeTruthy();
  expect(screen.queryByLabelText('Reason')).toBeNull();
});
