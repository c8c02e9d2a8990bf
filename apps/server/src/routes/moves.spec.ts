import type { History, Move, MovePlan, ProblemBody, ReleaseRow } from '@sluice/contract';
import { Cloud } from '../testing/cloud';
import { consoleOf, readWholeBoard, runServer, type RunningServer } from '../testing/running-server';

let published: Cloud;
let cloud: Cloud;
let server: RunningServer;
let first: string;
let second: string;
beforeAll(async () => {
  published = await Cloud.open();
  first = await published.publish('Sell umbrellas');
  second = await published.publish('Sell boots');
});
afterAll(() => published?.close());
beforeEach(async () => {
  cloud = await published.copy();
  server = await runServer({ console: consoleOf(cloud) });
});
afterEach(async () => {
  await server?.close();
  await cloud?.close();
});

async function post<T>(path: string, body: unknown, status: number, method = 'POST'): Promise<T> {
  const answer = await server.call(method, path, body);
  const told = (await answer.json()) as T;
  expect({ status: answer.status, told }).toMatchObject({ status });
  return told;
}
const plan = (environment: string, commit: string, more = {}) =>
  post<MovePlan>(`/api/environments/${environment}/promotion-plan`, { commit, ...more }, 200);
const promote = <T = Move>(environment: string, { to, expects }: MovePlan, more = {}, status = 201) =>
  post<T>(
    `/api/environments/${environment}/promotions`,
    { commit: to.commit, expects, reason: 'because', ...more },
    status,
  );
const history = (environment: string) => server.read<History>(`/api/environments/${environment}/history`);
const card = async (environment: string) =>
  (await readWholeBoard(server)).environments.find(({ name }) => name === environment);

it('plans a promotion, executes it, and reports it immediately', async () => {
  await promote('uat', await plan('uat', first));
  const planned = await plan('uat', second);
  expect(planned).toMatchObject({
    environment: 'uat',
    environments: ['uat'],
    from: { commit: first, subject: 'Sell umbrellas' },
    to: { commit: second, subject: 'Sell boots' },
    ancestry: 'ancestor',
    commits: [{ sha: second, subject: 'Sell boots', author: 'Grace' }],
    commitCount: 1,
    files: { added: ['app/server/part-2.js'], changed: [], removed: ['app/server/part-1.js'] },
    isAllowed: true,
    isCurrent: false,
    confirm: false,
  });
  expect((await card('uat'))?.behindPrevious).toMatchObject({ environment: 'stage', commits: 1 });

  const moved = await promote('uat', planned, { reason: '  Boots sell  ' });
  expect(moved).toEqual({
    outcome: 'moved',
    tag: 'uat',
    commit: second,
    versionId: expect.any(String),
  });
  expect((await card('uat'))?.current).toMatchObject({
    commit: second,
    versionId: moved.versionId,
    actor: 'amy',
    reason: 'Boots sell',
    previous: first,
  });
  expect((await card('uat'))?.behindPrevious).toEqual({ environment: 'stage', commits: 0, releases: 0 });
  const [entry] = (await history('uat')).entries;
  expect(entry).toMatchObject({
    commit: second,
    actor: 'amy',
    reason: 'Boots sell',
    by: 'sluice',
    isCurrent: true,
  });

  expect(await plan('uat', second)).toMatchObject({ isCurrent: true, isAllowed: true, commits: [] });
  cloud.faults.reset();
  expect(await promote('uat', await plan('uat', second))).toMatchObject({ outcome: 'current' });
  expect(cloud.faults.writes).toBe(0);
});

it('refuses what was planned against another version, whoever moved the tag, and writes nothing', async () => {
  const planned = await plan('uat', second);
  await cloud.promote('uat', first);
  cloud.faults.reset();
  const problem = await promote<ProblemBody>('uat', planned, {}, 409);
  expect(problem).toMatchObject({ code: 'race-lost', remedy: 'Review the new plan.' });
  expect(cloud.faults.writes).toBe(0);
  expect((await history('uat')).entries).toHaveLength(1);
});

it('enforces gates and confirmation by name', async () => {
  const early = await plan('prod', second);
  expect(early).toMatchObject({
    isAllowed: false,
    confirm: true,
    gateResults: [{ rule: 'requires', ok: false }],
  });
  expect(await promote<ProblemBody>('prod', early, { confirmation: 'prod' }, 422)).toMatchObject({
    code: 'refused',
    error: expect.stringContaining('uat'),
  });
  await promote('uat', await plan('uat', second));
  const ready = await plan('prod', second);
  for (const confirmation of [undefined, 'uat', 'PROD']) {
    const problem = await promote<ProblemBody>('prod', ready, { confirmation }, 422);
    expect(problem).toMatchObject({ code: 'refused', remedy: 'Type prod to confirm.' });
  }
  expect((await history('prod')).entries).toEqual([]);
  expect(await promote('prod', ready, { confirmation: 'prod' })).toMatchObject({ outcome: 'moved' });
});

it('redeploys only for a reason and, where promotions must be confirmed, by the name', async () => {
  const path = '/api/environments/prod/redeployments';
  expect(await post(path, { expects: 'v1' }, 400)).toMatchObject({
    error: expect.stringContaining('reason'),
  });
  const asked = { expects: 'v1', reason: 'rotated' };
  for (const confirmation of [undefined, 'uat'])
    expect(await post(path, { ...asked, confirmation }, 422)).toMatchObject({
      remedy: 'Type prod to confirm.',
    });
  expect(await post(path, { ...asked, confirmation: 'prod' }, 422)).toMatchObject({
    error: expect.stringContaining('"prod" has no content'),
  });
});

it('holds a tag, refuses to move it, and releases it', async () => {
  const planned = await plan('uat', second);
  const reason = 'release freeze';
  expect(await post('/api/environments/uat/hold', { reason }, 200, 'PUT')).toEqual({
    tag: 'uat',
    outcome: 'held',
  });
  expect(await post('/api/environments/uat/hold', { reason: 'again' }, 200, 'PUT')).toMatchObject({
    outcome: 'unchanged',
  });
  expect((await card('uat'))?.hold).toMatchObject({ reason, actor: 'amy' });
  expect(await promote<ProblemBody>('uat', planned, {}, 422)).toMatchObject({
    error: expect.stringContaining(reason),
  });
  expect(await post('/api/environments/uat/hold', {}, 200, 'DELETE')).toEqual({
    tag: 'uat',
    outcome: 'removed',
  });
  expect(await post('/api/environments/uat/hold', {}, 200, 'DELETE')).toMatchObject({ outcome: 'unchanged' });
  expect((await card('uat'))?.hold).toBeUndefined();
});

it('rejects an archive, refuses it from then on, and undoes that', async () => {
  const path = `/api/releases/${first}/rejection`;
  expect(await post(path, { reason: 'loses the cart' }, 200, 'PUT')).toEqual({
    commit: first,
    outcome: 'rejected',
  });
  expect(await server.read<ReleaseRow>(`/api/releases/${first}`)).toMatchObject({
    subject: 'Sell umbrellas',
    rejection: { reason: 'loses the cart', actor: 'amy' },
  });
  expect((await plan('uat', first)).isAllowed).toBe(false);
  const undo = { reason: 'a false alarm' };
  expect(await post(path, undo, 200, 'DELETE')).toEqual({ commit: first, outcome: 'accepted' });
  expect((await history('uat')).activity).toMatchObject([
    { kind: 'undo-reject', actor: 'amy', commit: first, ...undo },
    { kind: 'reject', actor: 'amy', commit: first, reason: 'loses the cart' },
  ]);
  expect((await server.read<ReleaseRow>(`/api/releases/${first}`)).rejection).toBeUndefined();
  expect((await plan('uat', first)).isAllowed).toBe(true);
});

it('rolls back to the version before, and holds it there', async () => {
  await promote('uat', await plan('uat', first));
  expect(await post('/api/environments/uat/rollback-plan', {}, 422)).toMatchObject({ code: 'refused' });
  await promote('uat', await plan('uat', second));
  const back = await post<MovePlan>('/api/environments/uat/rollback-plan', {}, 200);
  expect(back).toMatchObject({ from: { commit: second }, to: { commit: first }, ancestry: 'descendant' });
  const action = (commit: string, status: number) =>
    post('/api/environments/uat/rollbacks', { commit, expects: back.expects, reason: 'boots leak' }, status);
  expect(await action(second, 409)).toMatchObject({ code: 'race-lost' });
  expect(await action(first, 201)).toMatchObject({ outcome: 'moved', commit: first });
  expect(await card('uat')).toMatchObject({
    current: { commit: first, reason: expect.stringContaining('boots leak') },
    hold: { actor: 'amy', reason: expect.stringContaining('boots leak') },
  });
});

it('knows nothing of an environment that sluice.json does not have, or a commit that was not published', async () => {
  for (const what of ['promotion-plan', 'promotions', 'rollback-plan', 'rollbacks', 'redeployments']) {
    expect(await post(`/api/environments/moon/${what}`, {}, 404)).toMatchObject({ code: 'not-found' });
  }
  const commit = 'f'.repeat(40);
  const problem = await post('/api/environments/uat/promotion-plan', { commit }, 404);
  expect(problem).toMatchObject({ code: 'not-found' });
  expect((await server.call('GET', `/api/releases/${commit}`)).status).toBe(404);
  expect((await server.call('GET', `/api/compare?from=${commit}&to=stage`)).status).toBe(404);
  for (const nothing of ['nothing', '%00a', ':/umbrellas', 'HEAD', '@{-1}', 'HEAD^{/boots}', '-p', 'a..b'])
    expect([nothing, (await server.call('GET', `/api/compare?from=${nothing}&to=stage`)).status]).toEqual([
      nothing,
      400,
    ]);
  expect((await server.call('GET', '/api/releases/abc')).status).toBe(404);
});

it('compares environments and commits', async () => {
  expect(await server.read(`/api/compare?from=${first}&to=stage`)).toMatchObject({
    from: { kind: 'commit', commit: first },
    to: { kind: 'environment', commit: second },
    ancestry: 'ancestor',
    commits: [{ sha: second }],
    files: { added: ['app/server/part-2.js'] },
    isSame: false,
  });
});

describe('hostile text', () => {
  const hostile = '<script>alert(1)</script> \u202e\u0007 ${7*7} \'"--';
  it('goes in and comes out as it is, and cannot touch a line of the log', async () => {
    const commit = await cloud.publish(`${hostile}${'x'.repeat(10_000)}`);
    const told = await server.read<ReleaseRow>(`/api/releases/${commit}`);
    expect(told.subject).toMatch(/^<script>alert\(1\)<\/script> \u202e\u0007 \$\{7\*7\} '"--x+…$/);
    await promote('uat', await plan('uat', commit), { reason: hostile });
    expect((await card('uat'))?.current?.reason).toBe(hostile);
    const answer = await server.call('GET', '/api/board');
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(JSON.stringify(server.log)).not.toMatch(/\u202e|\\u0007/);
  });
});

it('leaves one line in the log for every write: who, what, where, and what came of it', async () => {
  const { versionId } = await promote('uat', await plan('uat', first));
  await promote('uat', await plan('uat', first));
  const audits = server.log.flatMap(({ audit }) => (audit === undefined ? [] : [audit]));
  const planned = { who: 'amy', what: 'POST /api/environments/:name/promotion-plan', on: 'uat' };
  const action = {
    who: 'amy',
    what: 'POST /api/environments/:name/promotions',
    on: 'uat',
    commit: first,
    reason: 'because',
    status: 201,
    versionId,
  };
  expect(audits).toEqual([
    expect.objectContaining(planned),
    { ...action, outcome: 'done' },
    expect.objectContaining(planned),
    { ...action, outcome: 'current' },
  ]);
});

it.each(['promotion-plan', 'rollback-plan'])(
  'takes a bucket without versions for a fault behind the server, not of a %s',
  async (path) => {
    await cloud.local.store.buckets.setVersioning('shop-archives', 'Suspended');
    const body = path === 'promotion-plan' ? { commit: first } : {};
    expect(await post<ProblemBody>(`/api/environments/stage/${path}`, body, 502)).toMatchObject({
      code: 'unavailable',
      error: 'The bucket "shop-archives" does not have versioning enabled (it is suspended).',
    });
  },
);
