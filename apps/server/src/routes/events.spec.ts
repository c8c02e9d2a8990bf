import type { Move, MovePlan, Session } from '@sluice/contract';
import { Cloud } from '../testing/cloud';
import { eventually } from '../testing/eventually';
import { listenTo, type ReceivedEvents } from '../testing/event-stream';
import { consoleOf, runServer, type RunningServer } from '../testing/running-server';

let cloud: Cloud;
let server: RunningServer;
let listening: ReceivedEvents[] = [];
beforeEach(async () => {
  cloud = await Cloud.open({ withPipelines: true });
});
afterEach(async () => {
  for (const events of listening) events.leave();
  listening = [];
  await server?.close();
  await cloud?.close();
});

async function listen(): Promise<ReceivedEvents> {
  const events = await listenTo(server.url);
  listening.push(events);
  return events;
}
const cards = ({ boards }: ReceivedEvents, name: string) =>
  boards.flatMap(({ environments }) => environments.filter((one) => one.name === name));

it('reports a whole promotion, stage by stage, to everybody who listens', async () => {
  const commit = await cloud.publish('Sell umbrellas');
  server = await runServer({ console: consoleOf(cloud) });
  const [one, other] = [await listen(), await listen()];
  expect(one.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(one.headers.get('x-accel-buffering')).toBe('no');
  expect(one.headers.get('cache-control')).toContain('no-store');
  await eventually(() => cards(one, 'stage').find(({ run }) => run?.status === 'Succeeded'), 'stage');

  const answer = await server.call('POST', '/api/environments/uat/promotion-plan', { commit });
  const { expects } = (await answer.json()) as MovePlan;
  const action = await server.call('POST', '/api/environments/uat/promotions', {
    commit,
    expects,
    reason: 'x',
  });
  const { versionId } = (await action.json()) as Move;
  for (const events of [one, other]) {
    const done = await eventually(
      () =>
        cards(events, 'uat').find(
          ({ run, runVersionId }) => runVersionId === versionId && run?.status === 'Succeeded',
        ),
      'the end of the promotion',
    );
    expect(done.current).toMatchObject({ commit, versionId, actor: 'amy' });
    expect(done.live).toMatchObject({ versionId, isOnTag: true });
    expect(done.stages.map(({ name, status }) => [name, status])).toEqual([
      ['Source', 'succeeded'],
      ['Build', 'succeeded'],
      ['Deploy', 'succeeded'],
    ]);
  }
  expect(one.text()).toMatch(/^retry: \d+\n\n/);
});

it('reports what others do, and that the list grew', async () => {
  server = await runServer({ console: consoleOf(cloud) });
  const events = await listen();
  await eventually(() => events.releases.find(({ total }) => total === 0), 'an empty list');
  const commit = await cloud.publish('Sell umbrellas');
  await eventually(() => cards(events, 'stage').find(({ current }) => current?.commit === commit), 'stage');
  await eventually(
    () => events.releases.find(({ total, indexed }) => total === 1 && indexed === 1),
    'the archive',
  );
});

it('begins with what was seen last, so that a page need not wait', async () => {
  server = await runServer({ console: consoleOf(cloud) });
  const first = await listen();
  await eventually(() => first.boards[0], 'the first board');
  const later = await listen();
  await eventually(() => later.boards[0], 'the board of a page that came later');
  expect(later.text()).toMatch(/event: board\nid: [\w-]+\ndata: \{/);
});

it('opens no stream for HEAD, which nobody would read', async () => {
  server = await runServer({ console: consoleOf(cloud) });
  expect((await server.call('HEAD', '/api/events')).status).toBe(404);
  expect((await server.call('HEAD', '/api/board')).status).toBe(200);
});

it('gives signs of life', async () => {
  const events = { streams: 50, heartbeat: 20, longest: 60_000 };
  server = await runServer({ console: consoleOf(cloud), events });
  const stream = await listen();
  await eventually(() => (stream.text().includes('\n:\n\n') ? true : undefined), 'a sign of life');
});

it('ends a stream after its time, so that who is signed out by then does not come back', async () => {
  const events = { streams: 50, heartbeat: 10_000, longest: 20 };
  server = await runServer({ console: consoleOf(cloud), events });
  await (
    await listen()
  ).ended;
});

it('ends every stream at once when the server closes', async () => {
  server = await runServer({ console: consoleOf(cloud) });
  const streams = [await listen(), await listen()];
  await server.close();
  await Promise.all(streams.map(({ ended }) => ended));
});

it('lets one person have so many streams, and counts those that were left no more', async () => {
  const events = { streams: 2, heartbeat: 10_000, longest: 60_000 };
  server = await runServer({ console: consoleOf(cloud), events });
  const first = await listen();
  await listen();
  const refused = await server.call('GET', '/api/events');
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ code: 'too-many-requests' });
  expect((await server.read<Session>('/api/session')).app).toBe('shop-console');
  first.leave();
  await eventually(
    () =>
      listenTo(server.url)
        .then((events) => listening.push(events))
        .catch(() => undefined),
    'a place',
  );
});
