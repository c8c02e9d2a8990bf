import { FailedError } from '../../errors';
import { decodeMetadata } from '../../metadata/metadata';
import { holdTag } from '../hold/hold';
import { accept, reject } from '../reject/reject';
import { releaseHold } from '../hold/unhold';
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

describe('a commit that is on no branch that latest follows', () => {
  it('is published and leaves latest and the register alone, until it is forced or merged', async () => {
    const world = newWorld();
    await publish(world.contextAt(0), { archive: await world.archive('zero') });
    const context = world.contextAt(2);
    const commits = context.commits as typeof world.commits;
    commits.onBranch = 'no';
    const archive = await world.archive('two');
    expect(await publish(context, { archive })).toMatchObject({
      archive: { outcome: 'uploaded' },
      latest: {
        outcome: 'kept',
        why: 'unmerged',
        commit: world.sha(0),
        newest: world.sha(0),
        explanation: expect.stringMatching(/^[0-9a-f]{8} is not on main$/),
        remedy: expect.stringContaining('publish.branches'),
      },
    });
    commits.onBranch = 'yes';
    expect((await publish(context, { archive })).latest).toMatchObject({
      outcome: 'moved',
      from: world.sha(0),
    });
  });

  it('does not come to latest on an empty bucket, nor when a hold is removed', async () => {
    const world = newWorld();
    const context = world.contextAt(2);
    (context.commits as typeof world.commits).onBranch = 'no';
    await publish(context, { archive: await world.archive('two') });
    expect(await releaseHold(world.context(), { tag: 'latest' })).toMatchObject({ moved: undefined });
    expect(await commitOn(world, 'latest')).toBeUndefined();
    const forced = await publish(context, { archive: await world.archive('two'), force: true });
    expect(forced.latest.outcome).toBe('moved');
  });

  it.each([
    ['no-ref', undefined, /has no such branch/],
    ['no-ref', 'feature', undefined],
    ['no-ref', 'main', undefined],
    ['shallow', undefined, /history is not whole/],
    ['shallow', 'main', undefined],
  ] as const)('where the refs say %s and CI says %p', async (answer, branch, failure) => {
    const world = newWorld();
    const context = { ...world.contextAt(1), checkedOut: { commit: world.sha(1), branch } };
    (context.commits as typeof world.commits).onBranch = answer;
    const published = publish(context, { archive: await world.archive('one') });
    if (failure !== undefined) await expect(published).rejects.toThrow(failure);
    else expect((await published).latest.outcome).toBe(branch === 'main' ? 'moved' : 'kept');
    if (failure !== undefined) expect(world.bucket.versionCount()).toBe(0);
  });

  it('is not told by what CI says of another commit', async () => {
    const world = newWorld();
    const context = { ...world.contextAt(1), checkedOut: { commit: world.sha(3), branch: 'main' } };
    (context.commits as typeof world.commits).onBranch = 'no-ref';
    await expect(publish(context, { archive: await world.archive('one') })).rejects.toThrow(FailedError);
  });
});

describe('the register beside latest', () => {
  const register = 'story/latest.newest.json';

  it('ends at a revert that uploaded slowly, whatever the clock of the bucket says', async () => {
    for (const tick of [1000, 0, -5000]) {
      const world = newWorld();
      world.bucket.tick = () => tick;
      const [x, y] = [await world.archive('x'), await world.archive('y')];
      let isSlow = true;
      world.bucket.beforeWrite = async (key) => {
        if (!isSlow || key !== `story/${world.sha(2)}.zip`) return;
        isSlow = false;
        await publish(world.contextAt(0), { archive: x });
      };
      await publish(world.contextAt(2), { archive: x });
      expect((await publish(world.contextAt(1), { archive: y })).latest).toMatchObject({
        outcome: 'kept',
        why: 'newer',
        commit: world.sha(2),
        newest: world.sha(2),
      });
      expect(decodeMetadata((await world.bucket.head('story/latest.zip')) ?? { metadata: {} }).digest).toBe(
        (await world.bucket.head(`story/${world.sha(2)}.zip`))?.metadata.digest,
      );
      expect(await world.bucket.versions('story/latest.zip')).toHaveLength(1);
    }
  });

  it('lets the publication of an older commit complete what a killed one left behind', async () => {
    const world = newWorld();
    await publish(world.contextAt(0), { archive: await world.archive('zero') });
    world.bucket.fault = (key) => (key === 'story/latest.zip' ? 'lost-before' : undefined);
    await expect(publish(world.contextAt(3), { archive: await world.archive('three') })).rejects.toThrow();
    world.bucket.fault = () => undefined;
    const older = await publish(world.contextAt(1), { archive: await world.archive('one') });
    expect(older.latest).toMatchObject({
      outcome: 'kept',
      why: 'newer',
      commit: world.sha(3),
      moved: { from: world.sha(0), commit: world.sha(3) },
    });
    expect(await commitOn(world, 'latest')).toBe(world.sha(3));
  });

  it.each(['not json', '{}', '{"commit":"../x","digest":"y"}', '[]', ''])(
    'is written anew, aloud, when it says %p',
    async (text) => {
      const world = newWorld();
      await publish(world.contextAt(2), { archive: await world.archive('two') });
      world.bucket.put(register, text);
      await publish(world.contextAt(1), { archive: await world.archive('one') });
      expect(world.events).toContainEqual({
        kind: 'warning',
        message: expect.stringMatching(
          /^story\/latest\.newest\.json does not say which commit is the newest/,
        ),
      });
      const object = await world.bucket.head(register);
      const bytes = await world.bucket.read(register, undefined, 0, object?.size ?? 0);
      expect(JSON.parse(Buffer.from(bytes).toString())).toMatchObject({ commit: world.sha(2) });
      expect(await commitOn(world, 'latest')).toBe(world.sha(2));
    },
  );

  it('brings back the newest when somebody deleted latest, whoever publishes next', async () => {
    const world = newWorld();
    await publish(world.contextAt(3), { archive: await world.archive('three') });
    await world.bucket.remove('story/latest.zip');
    await publish(world.contextAt(1), { archive: await world.archive('one') });
    expect(await commitOn(world, 'latest')).toBe(world.sha(3));
  });

  it('stops a clone that lacks what it names and cannot be told, before anything is written', async () => {
    const world = newWorld();
    await publish(world.contextAt(3), { archive: await world.archive('three') });
    world.bucket.put(register, JSON.stringify({ commit: 'd'.repeat(40), digest: 'other' }));
    const before = world.bucket.versionCount();
    await expect(publish(world.contextAt(4), { archive: await world.archive('four') })).rejects.toThrow(
      /history is not whole/,
    );
    expect(world.bucket.versionCount()).toBe(before);
    const forced = await publish(world.contextAt(4), { archive: await world.archive('four'), force: true });
    expect(forced.latest).toMatchObject({ outcome: 'moved', newest: world.sha(4) });
  });

  it('goes to a rejected newest once its rejection is taken back, and not before', async () => {
    const world = newWorld();
    await publish(world.contextAt(0), { archive: await world.archive('zero') });
    await holdTag(world.context(), { tag: 'latest' });
    await publish(world.contextAt(1), { archive: await world.archive('one') });
    await publish(world.contextAt(3), { archive: await world.archive('three') });
    await reject(world.context(), world.sha(3), 'loses data');
    expect(await releaseHold(world.context(), { tag: 'latest' })).toMatchObject({
      moved: { from: world.sha(0), commit: world.sha(1) },
    });
    await publish(world.contextAt(2), { archive: await world.archive('two') });
    expect(await commitOn(world, 'latest')).toBe(world.sha(2));
    await accept(world.context(), world.sha(3));
    await publish(world.contextAt(2), { archive: await world.archive('two') });
    expect(await commitOn(world, 'latest')).toBe(world.sha(3));
  });

  it('costs no listing of the archives', async () => {
    const world = newWorld();
    world.bucket.list = () => {
      throw new Error('listed');
    };
    for (const index of [0, 2, 1, 3])
      await publish(world.contextAt(index), { archive: await world.archive(`content ${index}`) });
    await holdTag(world.context(), { tag: 'latest' });
    await publish(world.contextAt(4), { archive: await world.archive('held') });
    await releaseHold(world.context(), { tag: 'latest' });
    expect(await commitOn(world, 'latest')).toBe(world.sha(4));
  });

  it('keeps the newest where conditions are ignored and two publishers write at once', async () => {
    const world = newWorld();
    await publish(world.contextAt(0), { archive: await world.archive('zero') });
    world.bucket.honoursConditions = undefined;
    world.bucket.fault = () => 'condition-ignored';
    let isFirst = true;
    world.bucket.beforeWrite = async (key) => {
      if (!isFirst || key !== register) return;
      isFirst = false;
      await publish(world.contextAt(3), { archive: await world.archive('three') });
    };
    await publish(world.contextAt(1), { archive: await world.archive('one') });
    expect(await commitOn(world, 'latest')).toBe(world.sha(3));
    expect((await publish(world.contextAt(2), { archive: await world.archive('two') })).latest).toMatchObject(
      {
        newest: world.sha(3),
      },
    );
  });
});
