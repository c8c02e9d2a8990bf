import { UnfitBucketError, UsageError } from '../../errors';
import { publish } from '../publish/publish';
import { readHold } from '../../tags/hold';
import { World } from '../../testing/release-fixture';
import { holdTag, planHold } from './hold';
import { releaseHold } from './unhold';

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
    outcome: 'removed',
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
  // As somebody does by hand.
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
    outcome: 'removed',
    moved: undefined,
  });
  expect(await world.bucket.head('story/uat.zip')).toBeUndefined();
});

it.each(['suspended', 'never'] as const)(
  'neither holds nor removes a hold where versioning is %s, and writes nothing',
  async (state) => {
    const world = newWorld();
    world.bucket.state = state;
    await expect(holdTag(world.context(), latest)).rejects.toThrow(UnfitBucketError);
    await expect(planHold(world.context(), latest)).rejects.toThrow(UnfitBucketError);
    await expect(releaseHold(world.context(), latest)).rejects.toThrow(UnfitBucketError);
    expect(world.bucket.versionCount()).toBe(0);
  },
);

it('says beforehand what a hold would do, and writes nothing', async () => {
  const world = newWorld();
  expect(await planHold(world.context(), latest)).toEqual({
    tag: 'latest',
    key: 'story/latest.hold.json',
    outcome: 'held',
  });
  expect(world.bucket.versionCount()).toBe(0);
  await holdTag(world.context('eve'), latest, 'audit');
  expect(await planHold(world.context('ida'), latest)).toMatchObject({
    outcome: 'present',
    hold: { actor: 'eve', reason: 'audit' },
  });
});

it('leaves who removed a hold and why, and may hold again', async () => {
  const world = newWorld();
  await holdTag(world.context('eve'), latest, 'audit');
  await releaseHold(world.context('ida'), latest, 'audit is over');
  expect(JSON.parse(await world.bucket.text('story/latest.hold.json'))).toMatchObject({
    unheld: { actor: 'ida', reason: 'audit is over' },
    hold: { actor: 'eve', reason: 'audit' },
  });
  expect(await readHold(world.bucket, 'story/', 'latest')).toBeUndefined();
  expect(await releaseHold(world.context('ida'), latest)).toMatchObject({ outcome: 'absent' });
  expect(await holdTag(world.context('joe'), latest)).toMatchObject({ outcome: 'held' });
  expect(await readHold(world.bucket, 'story/', 'latest')).toMatchObject({ actor: 'joe' });
});

it('does not remove the hold that somebody placed a moment ago', async () => {
  const world = newWorld();
  await holdTag(world.context('eve'), latest, 'audit');
  let isFirst = true;
  world.bucket.beforeWrite = async () => {
    if (!isFirst) return;
    isFirst = false;
    await releaseHold(world.context('joe'), latest);
    await holdTag(world.context('joe'), latest, 'incident');
  };
  await expect(releaseHold(world.context('ida'), latest)).rejects.toThrow(/held by joe .*: incident/);
  expect(await readHold(world.bucket, 'story/', 'latest')).toMatchObject({ actor: 'joe' });
});

it.each(['not json', '[]', 'null', '"unheld"', '{"unheld":true}', '{"rollback":{"to":"nowhere"}}'])(
  'takes a file that somebody else wrote for a hold: %s',
  async (text) => {
    const world = newWorld();
    world.bucket.put('story/latest.hold.json', text);
    expect(await readHold(world.bucket, 'story/', 'latest')).toBeDefined();
    expect(await releaseHold(world.context(), latest)).toMatchObject({ outcome: 'removed' });
  },
);

it('refuses a reason that the history could not keep', async () => {
  const world = newWorld();
  await expect(holdTag(world.context(), latest, 'x'.repeat(501))).rejects.toThrow(UsageError);
  expect(world.bucket.versionCount()).toBe(0);
});
