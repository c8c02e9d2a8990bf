import { decodeMetadata } from '../../metadata/metadata';
import { holdTag } from '../hold/hold';
import { accept, reject } from '../reject/reject';
import { removeHold } from '../hold/unhold';
import { releaseFixtures } from '../../testing/release-fixture';
import { publish } from './publish';

const newFixture = releaseFixtures();

describe('a commit that is on no branch that latest follows', () => {
  it('is published and leaves latest and the register alone, until it is forced or merged', async () => {
    const fixture = newFixture();
    await publish(fixture.contextAt(0), { archive: await fixture.archive('zero') });
    const context = fixture.contextAt(2);
    const commits = context.commits as typeof fixture.commits;
    commits.onBranch = 'no';
    const archive = await fixture.archive('two');
    expect(await publish(context, { archive })).toMatchObject({
      archive: { outcome: 'uploaded' },
      latest: {
        outcome: 'kept',
        why: 'unmerged',
        commit: fixture.sha(0),
        newest: fixture.sha(0),
        explanation: expect.stringMatching(/^[0-9a-f]{8} is not on main$/),
        remedy: expect.stringContaining('publish.branches'),
      },
    });
    commits.onBranch = 'yes';
    expect((await publish(context, { archive })).latest).toMatchObject({
      outcome: 'moved',
      from: fixture.sha(0),
    });
  });

  it('does not come to latest on an empty bucket, nor when a hold is removed', async () => {
    const fixture = newFixture();
    const context = fixture.contextAt(2);
    (context.commits as typeof fixture.commits).onBranch = 'no';
    await publish(context, { archive: await fixture.archive('two') });
    expect(await removeHold(fixture.context(), { tag: 'latest' })).toMatchObject({ moved: undefined });
    expect(await fixture.commitOn('latest')).toBeUndefined();
    const forced = await publish(context, { archive: await fixture.archive('two'), force: true });
    expect(forced.latest.outcome).toBe('moved');
  });

  it.each([
    ['no-ref', undefined, /has no such branch/],
    ['no-ref', 'feature', undefined],
    ['no-ref', 'main', undefined],
    ['shallow', undefined, /history is incomplete/],
    ['shallow', 'main', undefined],
  ] as const)('where the refs say %s and CI says %p', async (answer, branch, failure) => {
    const fixture = newFixture();
    const context = { ...fixture.contextAt(1), checkedOut: { commit: fixture.sha(1), branch } };
    (context.commits as typeof fixture.commits).onBranch = answer;
    const published = publish(context, { archive: await fixture.archive('one') });
    if (failure !== undefined) await expect(published).rejects.toThrow(failure);
    else expect((await published).latest.outcome).toBe(branch === 'main' ? 'moved' : 'kept');
    if (failure !== undefined) expect(fixture.bucket.versionCount()).toBe(0);
  });

  it('is not told by what CI says of another commit', async () => {
    const fixture = newFixture();
    const context = { ...fixture.contextAt(1), checkedOut: { commit: fixture.sha(3), branch: 'main' } };
    (context.commits as typeof fixture.commits).onBranch = 'no-ref';
    await expect(publish(context, { archive: await fixture.archive('one') })).rejects.toMatchObject({
      code: 'branch-unknown',
    });
  });
});

describe('the register beside latest', () => {
  const register = 'story/latest.newest.json';

  it('ends at a revert that uploaded slowly, whatever the clock of the bucket says', async () => {
    for (const tick of [1000, 0, -5000]) {
      const fixture = newFixture();
      fixture.bucket.tick = () => tick;
      const [x, y] = [await fixture.archive('x'), await fixture.archive('y')];
      let isSlow = true;
      fixture.bucket.beforeWrite = async (key) => {
        if (!isSlow || key !== `story/${fixture.sha(2)}.zip`) return;
        isSlow = false;
        await publish(fixture.contextAt(0), { archive: x });
      };
      await publish(fixture.contextAt(2), { archive: x });
      expect((await publish(fixture.contextAt(1), { archive: y })).latest).toMatchObject({
        outcome: 'kept',
        why: 'newer',
        commit: fixture.sha(2),
        newest: fixture.sha(2),
      });
      expect(decodeMetadata((await fixture.bucket.head('story/latest.zip')) ?? { metadata: {} }).digest).toBe(
        (await fixture.bucket.head(`story/${fixture.sha(2)}.zip`))?.metadata.digest,
      );
      expect(await fixture.bucket.versions('story/latest.zip')).toHaveLength(1);
    }
  });

  it('lets the publication of an older commit complete what a killed one left behind', async () => {
    const fixture = newFixture();
    await publish(fixture.contextAt(0), { archive: await fixture.archive('zero') });
    fixture.bucket.fault = (key) => (key === 'story/latest.zip' ? 'lost-before' : undefined);
    await expect(
      publish(fixture.contextAt(3), { archive: await fixture.archive('three') }),
    ).rejects.toThrow();
    fixture.bucket.fault = () => undefined;
    const older = await publish(fixture.contextAt(1), { archive: await fixture.archive('one') });
    expect(older.latest).toMatchObject({
      outcome: 'kept',
      why: 'newer',
      commit: fixture.sha(3),
      moved: { from: fixture.sha(0), commit: fixture.sha(3) },
    });
    expect(await fixture.commitOn('latest')).toBe(fixture.sha(3));
  });

  it.each(['not json', '{}', '{"commit":"../x","digest":"y"}', '[]', ''])(
    'is written again, aloud, when it says %p',
    async (text) => {
      const fixture = newFixture();
      await publish(fixture.contextAt(2), { archive: await fixture.archive('two') });
      fixture.bucket.put(register, text);
      await publish(fixture.contextAt(1), { archive: await fixture.archive('one') });
      expect(fixture.events).toContainEqual({
        kind: 'warning',
        message: expect.stringMatching(/^story\/latest\.newest\.json does not name the newest commit/),
      });
      const object = await fixture.bucket.head(register);
      const bytes = await fixture.bucket.read(register, undefined, 0, object?.size ?? 0);
      expect(JSON.parse(Buffer.from(bytes).toString())).toMatchObject({ commit: fixture.sha(2) });
      expect(await fixture.commitOn('latest')).toBe(fixture.sha(2));
    },
  );

  it('brings back the newest when someone deleted latest, whoever publishes next', async () => {
    const fixture = newFixture();
    await publish(fixture.contextAt(3), { archive: await fixture.archive('three') });
    await fixture.bucket.remove('story/latest.zip');
    await publish(fixture.contextAt(1), { archive: await fixture.archive('one') });
    expect(await fixture.commitOn('latest')).toBe(fixture.sha(3));
  });

  it('stops a clone that lacks what it names and cannot be told, before anything is written', async () => {
    const fixture = newFixture();
    await publish(fixture.contextAt(3), { archive: await fixture.archive('three') });
    fixture.bucket.put(register, JSON.stringify({ commit: 'd'.repeat(40), digest: 'other' }));
    const before = fixture.bucket.versionCount();
    await expect(publish(fixture.contextAt(4), { archive: await fixture.archive('four') })).rejects.toThrow(
      /history is incomplete/,
    );
    expect(fixture.bucket.versionCount()).toBe(before);
    const forced = await publish(fixture.contextAt(4), {
      archive: await fixture.archive('four'),
      force: true,
    });
    expect(forced.latest).toMatchObject({ outcome: 'moved', newest: fixture.sha(4) });
  });

  it('goes to a rejected newest once its rejection is undone, and not before', async () => {
    const fixture = newFixture();
    await publish(fixture.contextAt(0), { archive: await fixture.archive('zero') });
    await holdTag(fixture.context(), { tag: 'latest' });
    await publish(fixture.contextAt(1), { archive: await fixture.archive('one') });
    await publish(fixture.contextAt(3), { archive: await fixture.archive('three') });
    await reject(fixture.context(), fixture.sha(3), 'loses data');
    expect(await removeHold(fixture.context(), { tag: 'latest' })).toMatchObject({
      moved: { from: fixture.sha(0), commit: fixture.sha(1) },
    });
    await publish(fixture.contextAt(2), { archive: await fixture.archive('two') });
    expect(await fixture.commitOn('latest')).toBe(fixture.sha(2));
    await accept(fixture.context(), fixture.sha(3));
    await publish(fixture.contextAt(2), { archive: await fixture.archive('two') });
    expect(await fixture.commitOn('latest')).toBe(fixture.sha(3));
  });

  it('costs no listing of the archives', async () => {
    const fixture = newFixture();
    fixture.bucket.list = () => {
      throw new Error('listed');
    };
    for (const index of [0, 2, 1, 3])
      await publish(fixture.contextAt(index), { archive: await fixture.archive(`content ${index}`) });
    await holdTag(fixture.context(), { tag: 'latest' });
    await publish(fixture.contextAt(4), { archive: await fixture.archive('held') });
    await removeHold(fixture.context(), { tag: 'latest' });
    expect(await fixture.commitOn('latest')).toBe(fixture.sha(4));
  });

  it('keeps the newest where conditions are ignored and two publishers write at once', async () => {
    const fixture = newFixture();
    await publish(fixture.contextAt(0), { archive: await fixture.archive('zero') });
    fixture.bucket.honorsConditions = undefined;
    fixture.bucket.fault = () => 'condition-ignored';
    let isFirst = true;
    fixture.bucket.beforeWrite = async (key) => {
      if (!isFirst || key !== register) return;
      isFirst = false;
      await publish(fixture.contextAt(3), { archive: await fixture.archive('three') });
    };
    await publish(fixture.contextAt(1), { archive: await fixture.archive('one') });
    expect(await fixture.commitOn('latest')).toBe(fixture.sha(3));
    expect(
      (await publish(fixture.contextAt(2), { archive: await fixture.archive('two') })).latest,
    ).toMatchObject({
      newest: fixture.sha(3),
    });
  });
});
