import { publish } from '../publish/publish';
import { World } from '../testing/world';
import { holdTag } from './hold';
import { releaseHold } from './release-hold';

const latest = { tag: 'latest' };
const worlds: World[] = [];
afterAll(() => Promise.all(worlds.map((world) => world.dispose())));

function newWorld(): World {
  const world = new World(5);
  worlds.push(world);
  return world;
}

async function put(world: World, index: number, content = `content ${index}`) {
  return publish(world.contextAt(index), { archive: await world.archive(content) });
}

async function commitOnLatest(world: World): Promise<string | undefined> {
  return (await world.bucket.head('story/latest.zip'))?.metadata.commit;
}

it('holds, so that a publish leaves the tag, and released brings it to the newest that was published', async () => {
  const world = newWorld();
  await put(world, 0);
  expect(await holdTag(world.context('eve'), latest, 'fire – drill')).toMatchObject({
    outcome: 'held',
    hold: { reason: 'fire – drill', actor: 'eve', since: expect.stringMatching(/^\d{4}-.*Z$/) },
  });
  expect((await put(world, 3)).latest).toMatchObject({ outcome: 'kept', why: 'held' });
  await put(world, 2);
  expect(await commitOnLatest(world)).toBe(world.sha(0));

  expect(await releaseHold(world.context('ida'), latest)).toMatchObject({
    outcome: 'released',
    hold: { actor: 'eve' },
    moved: { from: world.sha(0), commit: world.sha(3) },
  });
  expect((await world.bucket.head('story/latest.zip'))?.metadata).toMatchObject({
    commit: world.sha(3),
    previous: world.sha(0),
    actor: 'ida',
    reason: 'the hold was released',
  });
  expect((await put(world, 4)).latest).toMatchObject({ outcome: 'moved' });
});

it('leaves a hold that is there as it is, and says whose it is', async () => {
  const world = newWorld();
  await holdTag(world.context('eve'), latest, 'first');
  expect(await holdTag(world.context('ida'), latest, 'second')).toMatchObject({
    outcome: 'present',
    hold: { actor: 'eve', reason: 'first' },
  });
  expect(await world.bucket.versions('story/latest.hold.json')).toHaveLength(1);
});

it.each(['lost-after', 'conflict-after'] as const)(
  'knows its own hold when the answer is %s',
  async (fault) => {
    const world = newWorld();
    world.bucket.fault = () => fault;
    expect(await holdTag(world.context(), latest, 'why')).toMatchObject({ outcome: 'held' });
  },
);

it('fails when the hold never reached the bucket', async () => {
  const world = newWorld();
  world.bucket.fault = () => 'lost-before';
  await expect(holdTag(world.context(), latest)).rejects.toThrow('connection reset');
});

it('releases what nobody holds without a write', async () => {
  const world = newWorld();
  await put(world, 0);
  const before = world.bucket.versionCount();
  expect(await releaseHold(world.context(), latest)).toMatchObject({ outcome: 'absent', moved: undefined });
  expect(world.bucket.versionCount()).toBe(before);
});

it('completes a release that ended half-way', async () => {
  const world = newWorld();
  await put(world, 0);
  await holdTag(world.context(), latest);
  await put(world, 1);
  await world.bucket.remove('story/latest.hold.json');
  expect(await releaseHold(world.context(), latest)).toMatchObject({
    outcome: 'absent',
    moved: { commit: world.sha(1) },
  });
});

it('lets a release stand when CI moved the tag in the same moment', async () => {
  const world = newWorld();
  await put(world, 0);
  await holdTag(world.context(), latest);
  await put(world, 1);
  let isFirst = true;
  world.bucket.beforeWrite = async (key) => {
    if (!isFirst || key !== 'story/latest.zip') return;
    isFirst = false;
    await put(world, 4);
  };
  await releaseHold(world.context(), latest);
  expect(await commitOnLatest(world)).toBe(world.sha(4));
});

it('leaves other tags where they are', async () => {
  const world = newWorld();
  await put(world, 0);
  await holdTag(world.context(), { tag: 'uat' });
  expect(await releaseHold(world.context(), { tag: 'uat' })).toMatchObject({
    outcome: 'released',
    moved: undefined,
  });
  expect(await world.bucket.head('story/uat.zip')).toBeUndefined();
});
