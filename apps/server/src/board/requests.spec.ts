import type { Board } from '@sluice/contract';
import { Cloud } from '../testing/cloud';
import { eventually } from '../testing/eventually';
import { listenTo } from '../testing/event-stream';
import { consoleOf, runServer } from '../testing/running-server';
import { StoppedClock } from '../testing/stopped-clock';

let published: Cloud;
let cloud: Cloud;
beforeAll(async () => {
  published = await Cloud.open();
  const commit = await published.publish('Sell umbrellas');
  await published.publish('Sell boots');
  await published.promote('uat', commit);
});
afterAll(() => published?.close());
beforeEach(async () => {
  cloud = await published.copy();
});
afterEach(() => cloud.close());

/** Requests that so many browsers cost in a minute, once everything was read. */
async function costOf(browsers: number): Promise<Record<string, number>> {
  const clock = new StoppedClock();
  const console = consoleOf(cloud, { clock, pace: { busy: 2_000, idle: 5_000, failing: 60_000 } });
  const server = await runServer({ console });
  const streams = await Promise.all(Array.from({ length: browsers }, () => listenTo(server.url)));
  try {
    const asleep = (what: string) => eventually(() => (clock.isAsleep ? true : undefined), what);
    await Promise.all(
      streams.map((stream) =>
        eventually(() => stream.boards[0] && stream.releases.at(-1)?.total, 'a first board'),
      ),
    );
    await eventually(async () => {
      clock.pass(5_000);
      await asleep('the end of a look');
      const [stream] = streams;
      const isIndexed = stream?.releases.at(-1)?.indexed === 2 && console.releases.pasts.known === 3;
      return isIndexed && stream.boards.at(-1)?.newest !== undefined ? true : undefined;
    }, 'the index and the whole board');
    await console.releases.pasts.refresh();
    cloud.faults.reset();
    for (let second = 0; second < 60; second += 5) {
      clock.pass(5_000);
      await asleep('the end of a look');
      // Pages ask beside what they are told.
      await Promise.all(streams.map(() => server.read<Board>('/api/board')));
    }
    await console.releases.pasts.refresh();
    return Object.fromEntries(cloud.faults.counts);
  } finally {
    for (const stream of streams) stream.leave();
    await server.close();
  }
}

it('asks the bucket no more for 20 browsers than for one, and little while nothing changes', async () => {
  const one = await costOf(1);
  expect(await costOf(20)).toEqual(one);
  const looks = 12;
  // A tag and a hold for each of three environments; what rarely changes, as the register, is asked rarely.
  expect(one.HeadObject).toBeLessThanOrEqual(6 * looks + 4);
  expect(one.ListObjectsV2).toBeLessThanOrEqual(4);
  expect(one.ListObjectVersions ?? 0).toBeLessThanOrEqual(3 * 4);
  expect(one.GetObjectTagging).toBeLessThanOrEqual(2 * 3);
  expect(one.ListPipelineExecutions).toBeLessThanOrEqual(3 * 7);
});

const page = { accept: 'text/html' };

it('looks as soon as a page is visited, before its scripts ask', async () => {
  const server = await runServer({ console: consoleOf(cloud) });
  try {
    cloud.faults.reset();
    await server.call('GET', '/releases', undefined, page);
    await eventually(() => (cloud.faults.total > 0 ? true : undefined), 'a request to the bucket');
  } finally {
    await server.close();
  }
});

it('asks nothing while nobody looks', async () => {
  const server = await runServer({ console: consoleOf(cloud) });
  try {
    cloud.faults.reset();
    await fetch(`${server.url}/healthz`);
    await server.read('/api/session');
    // A page tells nothing to a person who is not signed in, and starts nothing either.
    await fetch(server.url, { headers: page });
    expect(cloud.faults.total).toBe(0);
  } finally {
    await server.close();
  }
});
