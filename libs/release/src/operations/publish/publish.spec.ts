import fc from 'fast-check';
import { FailedError, RefusedError, UnfitBucketError } from '../../errors';
import { decodeMetadata } from '../../metadata/metadata';
import { holdTag } from '../hold/hold';
import { reject } from '../reject/reject';
import { releaseHold } from '../hold/unhold';
import type { WriteFault } from '../../testing/memory-bucket';
import { World } from '../../testing/release-fixture';
import { publish } from './publish';

const worlds: World[] = [];
function newWorld(commits?: number): World {
  const world = new World(commits);
  worlds.push(world);
  return world;
}
afterAll(() => Promise.all(worlds.map((world) => world.dispose())));

async function commitOn(world: World, tag: string): Promise<string | undefined> {
  const object = await world.bucket.head(`story/${tag}.zip`);
  return object && decodeMetadata(object).commit;
}

it('uploads once, moves latest, and writes nothing the second time', async () => {
  const world = newWorld();
  const request = { archive: await world.archive('one') };
  const first = await publish(world.context(), request);
  expect(first).toMatchObject({ archive: { outcome: 'uploaded' }, latest: { outcome: 'moved' } });
  const before = world.bucket.versionCount();
  const second = await publish(world.context(), request);
  expect(second).toMatchObject({ archive: { outcome: 'present' }, latest: { why: 'same-content' } });
  expect(world.bucket.versionCount()).toBe(before);
  expect(await world.bucket.head(first.archive.key)).toMatchObject({
    metadata: { commit: world.sha(4), author: 'Ada', actor: 'ada', subject: 'commit number 4' },
  });
});

it('leaves latest alone when an older commit is published after a newer one', async () => {
  const world = newWorld();
  await publish(world.contextAt(3), { archive: await world.archive('new') });
  const late = await publish(world.contextAt(1), { archive: await world.archive('old') });
  expect(late.latest).toMatchObject({ outcome: 'kept', why: 'newer', commit: world.sha(3) });
  expect(late.archive.outcome).toBe('uploaded');
  expect(await commitOn(world, 'latest')).toBe(world.sha(3));
});

it('leaves latest alone when a commit that a newer one reverted is published late', async () => {
  const world = newWorld();
  await publish(world.contextAt(1), { archive: await world.archive('good') });
  await publish(world.contextAt(3), { archive: await world.archive('good') });
  const late = await publish(world.contextAt(2), { archive: await world.archive('bad') });
  expect(late.archive.outcome).toBe('uploaded');
  expect(late.latest).toMatchObject({ outcome: 'kept', why: 'newer', commit: world.sha(3) });
  expect(await commitOn(world, 'latest')).toBe(world.sha(1));
  const next = await publish(world.contextAt(4), { archive: await world.archive('better') });
  expect(next.latest).toMatchObject({ outcome: 'moved', from: world.sha(1) });
});

it.each([false, true])('never moves latest to a rejected archive, with force %p', async (force) => {
  const world = newWorld();
  const [old, bad, worse] = await Promise.all(['old', 'bad', 'worse'].map((text) => world.archive(text)));
  await publish(world.contextAt(0), { archive: old ?? '' });
  await holdTag(world.context(), { tag: 'latest' });
  await publish(world.contextAt(1), { archive: bad ?? '' });
  await publish(world.contextAt(2), { archive: worse ?? '' });
  for (const index of [1, 2]) await reject(world.context('ida'), world.sha(index), 'loses data');
  expect(await releaseHold(world.context(), { tag: 'latest' })).toMatchObject({ moved: undefined });
  const again = await publish(world.contextAt(1), { archive: bad ?? '', force });
  expect(again).toMatchObject({
    archive: { outcome: 'present' },
    latest: { outcome: 'kept', why: 'rejected', explanation: expect.stringContaining('by ida') },
  });
  expect(await commitOn(world, 'latest')).toBe(world.sha(0));
});

it('publishes whatever the freezes and ages of the environments on latest say', async () => {
  const world = newWorld();
  const freeze = [{ schedule: '* * * * *', duration: '1h', timeZone: 'UTC' }];
  const environments = world
    .context()
    .settings.environments.map((one) => ({ ...one, freeze, minAge: '24h' }));
  const context = { ...world.context(), settings: { ...world.context().settings, environments } };
  const { latest } = await publish(context, { archive: await world.archive('new') });
  expect(latest).toMatchObject({ outcome: 'moved' });
});

it('copies inside the bucket what it has already, and leaves latest alone', async () => {
  const world = newWorld();
  await publish(world.contextAt(1), { archive: await world.archive('same') });
  const next = await publish(world.contextAt(2), { archive: await world.archive('same') });
  expect(next.archive.outcome).toBe('copied');
  expect(next.latest).toMatchObject({ why: 'same-content' });
});

it('brings back what a revert left alone when the reverted commit slipped in between', async () => {
  const world = newWorld();
  await publish(world.contextAt(0), { archive: await world.archive('good') });
  const [bad, good] = [await world.archive('bad'), await world.archive('good')];
  let isFirst = true;
  world.bucket.beforeWrite = async (key) => {
    if (!key.endsWith('latest.zip') || !isFirst) return;
    isFirst = false;
    expect((await publish(world.contextAt(2), { archive: good })).latest).toMatchObject({
      why: 'same-content',
    });
  };
  const late = await publish(world.contextAt(1), { archive: bad });
  expect(late.latest).toMatchObject({ outcome: 'kept', why: 'newer', commit: world.sha(2) });
  expect(await commitOn(world, 'latest')).toBe(world.sha(2));
});

it('finds the content on an ancestor when no tag has it any more', async () => {
  const world = newWorld();
  await publish(world.contextAt(1), { archive: await world.archive('first') });
  await publish(world.contextAt(2), { archive: await world.archive('second') });
  const reverted = await publish(world.contextAt(3), { archive: await world.archive('first') });
  expect(reverted.archive.outcome).toBe('copied');
  expect(await commitOn(world, 'latest')).toBe(world.sha(3));
});

describe('stops before it writes anything', () => {
  it.each<[string, (world: World) => Promise<unknown>, new (...args: never[]) => Error, RegExp]>([
    [
      'other content under a published commit',
      async (world) => {
        await publish(world.context(), { archive: await world.archive('one') });
        return publish(world.context(), { archive: await world.archive('two') });
      },
      FailedError,
      /published already with other content/,
    ],
    [
      'a dirty tree',
      async (world) => {
        world.commits.dirty = ['a.ts', 'b.ts', 'c.ts', 'd.ts'];
        return publish(world.context(), { archive: await world.archive('one') });
      },
      RefusedError,
      /a\.ts, b\.ts, c\.ts and 1 more/,
    ],
    [
      'an unversioned bucket',
      async (world) => {
        world.bucket.state = 'never';
        return publish(world.context(), { archive: await world.archive('one') });
      },
      UnfitBucketError,
      /keeps no versions/,
    ],
    [
      'a latest that this clone does not know',
      async (world) => {
        world.bucket.put('story/latest.zip', 'x', { commit: 'd'.repeat(40), digest: 'other' });
        return publish(world.context(), { archive: await world.archive('one') });
      },
      FailedError,
      /history is not whole/,
    ],
    [
      'a latest that was copied by hand',
      async (world) => {
        world.bucket.put('story/latest.zip', 'x');
        return publish(world.context(), { archive: await world.archive('one') });
      },
      FailedError,
      /names no commit/,
    ],
    [
      'a damaged archive',
      async (world) => publish(world.context(), { archive: __filename }),
      Error,
      /zip|archive/i,
    ],
  ])('%s', async (_, act, type, message) => {
    const world = newWorld();
    const failure = await act(world).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(type);
    expect(failure).toMatchObject({
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/\.|:/),
    });
    expect(world.bucket.versionCount()).toBeLessThanOrEqual(3);
    expect(await world.bucket.head(`story/${world.sha(4)}.zip`)).toEqual(
      _ === 'other content under a published commit' ? expect.anything() : undefined,
    );
  });
});

it('force moves latest where ancestry cannot be told, a hold keeps it', async () => {
  const world = newWorld();
  world.bucket.put('story/latest.zip', 'x');
  const forced = await publish(world.contextAt(1), { archive: await world.archive('one'), force: true });
  expect(forced.latest.outcome).toBe('moved');
  world.bucket.put('story/latest.hold.json', JSON.stringify({ reason: 'rollback', actor: 'eve' }));
  const held = await publish(world.contextAt(2), { archive: await world.archive('two'), force: true });
  expect(held.latest).toMatchObject({
    why: 'held',
    explanation: expect.stringContaining('by eve: rollback'),
  });
  expect(await commitOn(world, 'latest')).toBe(world.sha(1));
});

it.each<WriteFault>(['lost-after', 'conflict-after'])(
  'takes its own write for done after %s',
  async (fault) => {
    const world = newWorld();
    world.bucket.fault = () => fault;
    const publication = await publish(world.context(), { archive: await world.archive('one') });
    expect(publication).toMatchObject({ archive: { outcome: 'uploaded' }, latest: { outcome: 'moved' } });
    // The archive, the tag, and the register beside it.
    expect(world.bucket.versionCount()).toBe(3);
  },
);

it('in whatever order and with whatever faults runs finish, latest never moves back', async () => {
  const faults: (WriteFault | undefined)[] = [
    undefined,
    undefined,
    'lost-after',
    'conflict-after',
    'lost-before',
  ];
  const shelf = newWorld();
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 2 }),
      fc.array(fc.constantFrom(...faults), { maxLength: 12 }),
      async (order, script) => {
        const world = newWorld(6);
        const archives = await Promise.all(order.map((index) => shelf.archive(`content of ${index}`)));
        world.bucket.fault = () => script.shift();
        const results = await Promise.allSettled(
          order.map((index, at) => publish(world.contextAt(index), { archive: archives[at] ?? '' })),
        );
        const done = order.filter((_, at) => results[at]?.status === 'fulfilled');
        const history = await Promise.all(
          (await world.bucket.versions('story/latest.zip')).map(async ({ versionId }) =>
            world.commits.shas.indexOf(
              decodeMetadata((await world.bucket.head('story/latest.zip', versionId)) ?? { metadata: {} })
                .commit ?? '',
            ),
          ),
        );
        expect(history).toEqual([...history].sort((a, b) => b - a));
        if (done.length > 0) expect(history[0]).toBeGreaterThanOrEqual(Math.max(...done));
      },
    ),
    { numRuns: 60 },
  );
});
