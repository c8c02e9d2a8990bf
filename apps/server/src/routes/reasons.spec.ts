import type { History, MovePlan, ProblemBody, ReleaseRow } from '@sluice/contract';
import { Cloud } from '../testing/cloud';
import { consoleOf, runServer, type RunningServer } from '../testing/running-server';

let cloud: Cloud;
let server: RunningServer;
let commit: string;
beforeAll(async () => {
  cloud = await Cloud.open();
  commit = await cloud.publish('Sell umbrellas');
  server = await runServer({ console: consoleOf(cloud) });
});
afterAll(async () => {
  await server?.close();
  await cloud?.close();
});

async function call<T>(method: string, path: string, body: unknown): Promise<{ status: number; told: T }> {
  const answer = await server.call(method, path, body);
  return { status: answer.status, told: (await answer.json()) as T };
}

it('says how much of a reason fits into the history, and of that of an override already in the plan', async () => {
  const path = '/api/environments/uat/promotions';
  expect(await call('POST', path, { commit, expects: null, reason: 'ж'.repeat(100) })).toMatchObject({
    status: 400,
    told: {
      code: 'usage',
      error: 'The reason is too long for the history: only 83 of its 100 characters fit.',
    },
  });
  const planPath = '/api/environments/prod/promotion-plan';
  expect(await call<ProblemBody>('POST', planPath, { commit, override: 'ж'.repeat(100) })).toMatchObject({
    status: 400,
    told: { error: expect.stringContaining('The reason of the override is too long') },
  });
  const { told } = await call<MovePlan>('POST', '/api/environments/uat/promotion-plan', { commit });
  const reason = 'ж'.repeat(83);
  expect(await call('POST', path, { commit, expects: told.expects, reason })).toMatchObject({ status: 201 });
  const { entries } = await server.read<History>('/api/environments/uat/history');
  expect(entries[0]?.reason).toBe(reason);
});

it('gives the reason of a rejection back as it was typed, or says how much fits', async () => {
  const path = `/api/releases/${commit}/rejection`;
  expect(await call('PUT', path, { reason: '!'.repeat(100) })).toMatchObject({
    status: 400,
    told: { error: 'The reason is too long for a rejection: only 85 of its 100 characters fit.' },
  });
  const reason = `Don't! It is <b>"broken"</b> & loses 5 % – größtenteils \u202e\u{1f600}`;
  expect(await call('PUT', path, { reason })).toMatchObject({ status: 200, told: { outcome: 'rejected' } });
  const fresh = await runServer({ console: consoleOf(cloud) });
  try {
    expect((await fresh.read<ReleaseRow>(`/api/releases/${commit}`)).rejection).toMatchObject({
      reason,
      actor: 'amy',
    });
  } finally {
    await fresh.close();
  }
});
