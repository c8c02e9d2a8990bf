import { type ActivityLog, type Move, type MovePlan, operations } from '@sluice/contract';
import { Cloud } from '../../testing/cloud';
import { Conformance } from '../../testing/conforming';
import { eventually } from '../../testing/eventually';
import { consoleOf, runServer, type RunningServer } from '../../testing/running-server';

let cloud: Cloud;
let server: RunningServer;
let conformance: Conformance;
beforeAll(async () => {
  cloud = await Cloud.open({ withPipelines: true });
  server = await runServer({
    console: consoleOf(cloud),
    identity: { commit: null, digest: null, environment: 'uat' },
  });
  conformance = new Conformance(await server.read('/api/openapi.json'));
});
afterAll(async () => {
  await server?.close();
  await cloud?.close();
});

/** Asks, holds the answer to the document, and gives its body. */
async function ask<T>(
  method: string,
  path: string,
  params: Record<string, string> = {},
  body?: unknown,
  expected = method === 'POST' && !path.endsWith('plan') ? 201 : 200,
): Promise<T> {
  const [bare = '', query] = path.split('?');
  const url = bare.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  const answer = await server.call(method, query === undefined ? url : `${url}?${query}`, body);
  const told = (await answer.json()) as T;
  expect({ method, url, status: answer.status, told }).toMatchObject({ status: expected });
  conformance.check(method, bare, answer.status, told);
  const { responses, requestBody } = conformance.document.paths[bare]?.[method.toLowerCase()] ?? {};
  expect({ method, url, etag: answer.headers.has('etag') }).toEqual({
    method,
    url,
    etag: '304' in responses!,
  });
  if (body === undefined) expect(requestBody?.required ?? false).toBe(false);
  return told;
}

it('answers each operation, and each refusal of it, as its document says', async () => {
  const first = await cloud.publish('Sell umbrellas');
  const second = await cloud.publish('Sell boots');
  const uat = { name: 'uat' };
  const environments = '/api/environments/{name}' as const;
  const promote = async (commit: string) => {
    const plan = await ask<MovePlan>('POST', `${environments}/promotion-plan`, uat, { commit });
    const action = { commit, expects: plan.expects, reason: 'because' };
    return { action, move: await ask<Move>('POST', `${environments}/promotions`, uat, action) };
  };
  const wellIn = async (versionId: string | undefined) =>
    eventually(async () => {
      const { entries } = await ask<{ entries: { versionId: string; runs: { status: string }[] }[] }>(
        'GET',
        `${environments}/history?limit=5`,
        uat,
      );
      return entries.find(
        (one) => one.versionId === versionId && one.runs.some(({ status }) => status === 'Succeeded'),
      );
    }, 'the end of the promotion');

  await ask('GET', '/api/session');
  await ask('GET', '/api/board');
  await ask('GET', '/api/openapi.json');
  await ask('GET', `${environments}/log?lines=20`, uat);
  await ask('GET', `${environments}/log`, { name: 'moon' }, undefined, 404);
  await ask('GET', '/api/releases?search=boots&sort=subject&order=asc&page=1&pageSize=10');
  await ask('GET', '/api/releases/{commit}', { commit: first });
  await ask('GET', '/api/releases/{commit}/provenance', { commit: first });
  await ask('GET', '/api/releases/{commit}/provenance', { commit: 'f'.repeat(40) }, undefined, 404);
  await ask('GET', `/api/compare?from=${first}&to=stage`);
  const earlier = await promote(first);
  await wellIn(earlier.move.versionId);
  await wellIn((await promote(second)).move.versionId);
  await ask('GET', '/api/board');
  await ask('POST', `${environments}/promotions`, uat, earlier.action, 409);
  await ask('POST', `${environments}/promotion-plan`, uat, { commit: 'f'.repeat(40) }, 404);
  await ask('POST', `${environments}/promotion-plan`, uat, { commit: 'HEAD' }, 400);

  const { move: redone } = { move: (await promote(second)).move };
  await ask('POST', `${environments}/redeployments`, uat, { expects: redone.versionId, reason: 'rotated' });
  await ask('POST', `${environments}/redeployments`, uat, { expects: 'another', reason: 'rotated' }, 409);
  await ask('PUT', `${environments}/hold`, uat, { reason: 'release freeze' });
  await ask('GET', '/api/board');
  await ask('DELETE', `${environments}/hold`, uat);
  await ask('PUT', '/api/releases/{commit}/rejection', { commit: second }, { reason: 'leaks' });
  await ask('GET', '/api/releases?pageSize=10');
  await ask('GET', '/api/board');
  await ask('DELETE', '/api/releases/{commit}/rejection', { commit: second }, { reason: 'tight' });

  const { entries } = await ask<ActivityLog>('GET', '/api/activity?kinds=promote,reject&apps=all&limit=5');
  await ask('GET', '/api/activity/{id}', { id: entries[0]?.id ?? '' });
  await ask('GET', '/api/activity/{id}', { id: 'tag.uat.gone' }, undefined, 404);
  await ask('GET', '/api/activity-export?format=json');
  await ask('GET', '/api/metrics?weeks=2&timeZone=Asia/Kolkata');

  const back = await ask<MovePlan>('POST', `${environments}/rollback-plan`, uat);
  expect(back).toMatchObject({ basis: 'ran-well', to: { commit: first } });
  const chosen = await ask<MovePlan>('POST', `${environments}/rollback-plan`, uat, { commit: first });
  const { to, expects } = chosen;
  expect(chosen).toMatchObject({ basis: 'chosen', to: { commit: first } });
  const rollback = { commit: to.commit, expects, reason: 'leaks', isChosen: true };
  await ask('POST', `${environments}/rollback-plan`, uat, { commit: 'f'.repeat(40) }, 422);
  await ask('POST', `${environments}/rollbacks`, uat, rollback);
  await ask('POST', `${environments}/rollback-plan`, { name: 'prod' }, {}, 422);
  await ask('POST', `${environments}/rollback-plan`, { name: 'moon' }, {}, 404);

  await ask('DELETE', '/api/session');

  const etag = (await server.call('GET', `/api/releases/${first}`)).headers.get('etag') ?? '';
  const same = await server.call('GET', `/api/releases/${first}`, undefined, { 'if-none-match': etag });
  expect(same.status).toBe(304);
  conformance.check('GET', '/api/releases/{commit}', same.status, undefined);

  const events = await fetch(`${server.url}/api/events`, { headers: { authorization: 'Bearer wrong' } });
  conformance.check('GET', '/api/events', events.status, await events.json());
  const others = Object.values(operations)
    .map(({ method, path }) => `${method} ${path}`)
    .filter((operation) => operation !== 'GET /api/events');
  expect([...conformance.seen].sort()).toEqual(others.sort());
});

it('asks for the headers without which a write is refused', async () => {
  for (const { method, path } of Object.values(operations).filter((one) => one.method !== 'GET')) {
    const { parameters = [] } = conformance.document.paths[path]?.[method.toLowerCase()] ?? {};
    expect(parameters).toContainEqual(
      expect.objectContaining({ name: 'Origin', in: 'header', required: true }),
    );
    const url = path.replace('{name}', 'uat').replace('{commit}', 'f'.repeat(40));
    expect((await server.call(method, url, {}, { origin: '' })).status).toBe(403);
    expect((await server.call(method, url, {}, { 'content-type': '' })).status).toBe(415);
  }
});
