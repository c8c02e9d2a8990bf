import type { Board, Session } from '@sluice/contract';
import { resolveApps } from '@sluice/release';
import { Cloud, settings } from '../testing/cloud';
import { consoleOf, readWholeBoard, runServer, type RunningServer } from '../testing/running-server';

const [admin] = resolveApps({
  file: { app: 'admin-console', environments: { live: { tag: 'latest' }, prod: { tag: 'prod' } } },
  env: { SLUICE_BUCKET: settings.bucket },
});
let cloud: Cloud;
let server: RunningServer;
let commit: string;
beforeAll(async () => {
  cloud = await Cloud.open();
  commit = await cloud.publish('Sell umbrellas');
  server = await runServer({
    console: consoleOf(cloud),
    otherConsoles: [consoleOf(cloud, { settings: admin })],
    ownApp: 'admin-console',
    identity: { commit: null, digest: null, environment: 'live' },
  });
});
afterAll(async () => {
  await server?.close();
  await cloud?.close();
});

const visit = (path: string, from = server) =>
  fetch(`${from.url}${path}`, { headers: { accept: 'text/html' }, redirect: 'manual' });

it('has a board, a session and moves of its own for each app', async () => {
  const board = await readWholeBoard(server, '/apps/shop-console');
  expect(board.newest?.commit).toBe(commit);
  const other = await server.read<Board>('/apps/admin-console/api/board');
  expect(other.environments.map(({ name, pipeline, current }) => [name, pipeline, current])).toEqual([
    ['live', 'admin-console-live-pipeline', undefined],
    ['prod', 'admin-console-prod-pipeline', undefined],
  ]);
  const apps = ['shop-console', 'admin-console'];
  expect(await server.read<Session>('/apps/shop-console/api/session')).toMatchObject({ app: apps[0], apps });
  const session = await server.read<Session>('/apps/admin-console/api/session');
  expect(session).toMatchObject({ app: apps[1], apps, environment: 'live', mayMove: ['live', 'prod'] });
  const plan = { method: 'POST', path: '/api/environments/prod/promotion-plan', body: { commit } };
  const asked = apps.map((app) => server.call(plan.method, `/apps/${app}${plan.path}`, plan.body));
  // The other app has no archive of this commit.
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 404]);
});

it.each([
  '/api/board',
  '/api/environments/prod/hold',
  '/apps/nobody/api/board',
  '/apps/..%2fadmin-console/api/board',
])('answers at %s that no app is named, and which there are', async (path) => {
  for (const method of ['GET', 'PUT']) {
    const answer = await server.call(method, path, method === 'PUT' ? {} : undefined);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      remedy: 'Use one of: /apps/shop-console/api, /apps/admin-console/api.',
    });
  }
});

it('lets nobody below an app who is not signed in', async () => {
  for (const app of ['shop-console', 'nobody']) {
    const answer = await fetch(`${server.url}/apps/${app}/api/board`);
    expect(answer.status).toBe(401);
  }
});

it('tells in its OpenAPI document where the apps are', async () => {
  expect(await server.read('/apps/shop-console/api/openapi.json')).toMatchObject({
    servers: [{ url: '/apps/{app}', variables: { app: { enum: ['shop-console', 'admin-console'] } } }],
  });
});

it('leads a visit that names no app to the first one, on this very host', async () => {
  const to = async (path: string) => (await visit(path)).headers.get('location');
  expect(await to('/')).toBe('/apps/shop-console/');
  expect(await to('/releases?page=2')).toBe('/apps/shop-console/releases?page=2');
  expect(await to('//elsewhere.example/')).toBe('/apps/shop-console/elsewhere.example/');
  expect((await visit('/apps/admin-console/compare')).headers.get('location')).toBeNull();
});

it('has the only app at both addresses, and leads nobody elsewhere', async () => {
  const single = await runServer({ console: consoleOf(cloud) });
  try {
    for (const path of ['', '/apps/shop-console'])
      expect((await single.call('GET', `${path}/api/board`)).status).toBe(200);
    expect((await single.call('GET', '/apps/admin-console/api/board')).status).toBe(404);
    expect((await visit('/', single)).headers.get('location')).toBeNull();
  } finally {
    await single.close();
  }
});
