import type { ActivityLog, ActivityLogEntry } from '@sluice/contract';
import { resolveApps } from '@sluice/release';
import { Cloud, settings } from '../testing/cloud';
import { consoleOf, runServer, type RunningServer } from '../testing/running-server';

const [store] = resolveApps({
  file: { app: 'shop-store', environments: { live: { tag: 'live' } } },
  env: { SLUICE_BUCKET: settings.bucket },
});
let cloud: Cloud;
let server: RunningServer;
let commit: string;
beforeAll(async () => {
  cloud = await Cloud.open();
  commit = await cloud.publish('Sell umbrellas');
  await cloud.promote('uat', commit);
  server = await runServer({
    console: consoleOf(cloud),
    otherConsoles: [consoleOf(cloud, { settings: store })],
  });
  await server.call('PUT', '/apps/shop-console/api/environments/uat/hold', { reason: '=cmd|calc' });
});
afterAll(async () => {
  await server?.close();
  await cloud?.close();
});

const api = '/apps/shop-console/api';
const list = (query = '') => server.read<ActivityLog>(`${api}/activity${query}`);

// The bucket tells whole seconds, and all of this may be done in one: the order of such entries is not tested here.
it('lists what happened in all environments, by whom and why', async () => {
  const { entries } = await list();
  const told = entries.map(({ kind, environments, actor, reason }) => [kind, environments, actor, reason]);
  expect(told).toHaveLength(3);
  expect(told).toEqual(
    expect.arrayContaining([
      ['hold', ['uat'], 'amy', '=cmd|calc'],
      ['promote', ['uat'], 'grace', 'by the command'],
      ['publish', ['stage'], 'amy', undefined],
    ]),
  );
  const { entries: some, next } = await list('?person=amy&kinds=publish,promote&limit=2');
  expect(some.map(({ kind }) => kind)).toEqual(['publish']);
  expect(next).toBeUndefined();
  const { entries: none } = await list(`?since=${encodeURIComponent('2999-01-01T00:00:00+01:00')}`);
  expect(none).toEqual([]);
});

it('pages by the position that an answer names', async () => {
  const first = await list('?limit=2');
  const rest = await list(`?after=${encodeURIComponent(first.next ?? '')}`);
  const kinds = [...first.entries, ...rest.entries].map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(['hold', 'promote', 'publish']);
});

it('shows a new entry at once, and answers 304 until then', async () => {
  const answer = await server.call('GET', `${api}/activity`);
  const headers = { 'if-none-match': answer.headers.get('etag') ?? '' };
  expect((await server.call('GET', `${api}/activity`, undefined, headers)).status).toBe(304);
  await server.call('DELETE', `${api}/environments/uat/hold`, { reason: 'over' });
  const { entries } = await list();
  const unhold = entries.find(({ kind }) => kind === 'unhold');
  expect(unhold).toMatchObject({ actor: 'amy', reason: 'over' });
});

it('has a permanent address for each entry', async () => {
  for (const entry of (await list()).entries) {
    const found = await server.read<ActivityLogEntry>(`${api}/activity/${encodeURIComponent(entry.id)}`);
    expect(found).toEqual(entry);
  }
  for (const id of ['tag.uat.gone', 'nonsense', `tag.uat.${'v'.repeat(1_024)}`]) {
    const answer = await server.call('GET', `${api}/activity/${id}`);
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'not-found' }]);
  }
});

it('exports the filtered entries as a file, CSV or JSON', async () => {
  const csv = await server.call('GET', `${api}/activity-export?format=csv&kinds=hold`);
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="activity-shop-console.csv"');
  const [head, row, end] = (await csv.text()).split('\r\n');
  expect(head).toMatch(/^"id","app","at","kind"/);
  expect(row).toContain(`"'=cmd|calc"`);
  expect(end).toBe('');
  const json = await server.call('GET', `${api}/activity-export?format=json&person=grace`);
  expect(json.headers.get('content-disposition')).toContain('activity-shop-console.json');
  expect(await json.json()).toMatchObject({ entries: [{ kind: 'promote', commit }] });
});

it('covers every app of the console where that is asked for', async () => {
  const kindsAndApps = async (below: string) => {
    const { entries } = await server.read<ActivityLog>(`/apps/${below}`);
    return entries.map(({ app, kind }) => `${app} ${kind}`);
  };
  expect(await kindsAndApps('shop-store/api/activity')).toEqual([]);
  expect(await kindsAndApps('shop-store/api/activity?apps=all&kinds=promote')).toEqual([
    'shop-console promote',
  ]);
  expect(await kindsAndApps('shop-store/api/activity?apps=all&environment=uat&kinds=publish')).toEqual([]);
});

it.each([
  ['?environment=moon', 404],
  ['?kinds=dance', 400],
  ['?since=yesterday', 400],
  ['?since=2026-11-24', 400],
  ['?limit=0', 400],
  ['?color=red', 400],
])('refuses %s', async (query, status) => {
  const answer = await server.call('GET', `${api}/activity${query}`);
  expect([answer.status, await answer.json()]).toMatchObject([status, { remedy: expect.any(String) }]);
});
