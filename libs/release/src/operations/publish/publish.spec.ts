import fc from 'fast-check';
import { decodeMetadata } from '../../metadata/metadata';
import { holdTag } from '../hold/hold';
import { reject } from '../reject/reject';
import { removeHold } from '../hold/unhold';
import type { WriteFault } from '../../testing/memory-bucket';
import { releaseFixtures, type ReleaseFixture } from '../../testing/release-fixture';
import { publish } from './publish';

const newFixture = releaseFixtures();

it('uploads once, moves latest, and writes nothing the second time', async () => {
  const fixture = newFixture();
  const request = { archive: await fixture.archive('one') };
  const first = await publish(fixture.context(), request);
  expect(first).toMatchObject({ archive: { outcome: 'uploaded' }, latest: { outcome: 'moved' } });
  const before = fixture.bucket.versionCount();
  const second = await publish(fixture.context(), request);
  expect(second).toMatchObject({ archive: { outcome: 'present' }, latest: { why: 'same-content' } });
  expect(fixture.bucket.versionCount()).toBe(before);
  expect(await fixture.bucket.head(first.archive.key)).toMatchObject({
    metadata: { commit: fixture.sha(4), author: 'Amy', actor: 'amy', subject: 'commit number 4' },
  });
});

it('leaves latest alone when an older commit is published after a newer one', async () => {
  const fixture = newFixture();
  await publish(fixture.contextAt(3), { archive: await fixture.archive('new') });
  const late = await publish(fixture.contextAt(1), { archive: await fixture.archive('old') });
  expect(late.latest).toMatchObject({ outcome: 'kept', why: 'newer', commit: fixture.sha(3) });
  expect(late.archive.outcome).toBe('uploaded');
  expect(await fixture.commitOn('latest')).toBe(fixture.sha(3));
});

it('leaves latest alone when a commit that a newer one reverted is published late', async () => {
  const fixture = newFixture();
  await publish(fixture.contextAt(1), { archive: await fixture.archive('good') });
  await publish(fixture.contextAt(3), { archive: await fixture.archive('good') });
  const late = await publish(fixture.contextAt(2), { archive: await fixture.archive('bad') });
  expect(late.archive.outcome).toBe('uploaded');
  expect(late.latest).toMatchObject({ outcome: 'kept', why: 'newer', commit: fixture.sha(3) });
  expect(await fixture.commitOn('latest')).toBe(fixture.sha(1));
  const next = await publish(fixture.contextAt(4), { archive: await fixture.archive('better') });
  expect(next.latest).toMatchObject({ outcome: 'moved', from: fixture.sha(1) });
});

it.each([false, true])('never moves latest to a rejected archive, with force %p', async (force) => {
  const fixture = newFixture();
  const [old, bad, worse] = await Promise.all(['old', 'bad', 'worse'].map((text) => fixture.archive(text)));
  await publish(fixture.contextAt(0), { archive: old ?? '' });
  await holdTag(fixture.context(), { tag: 'latest' });
  await publish(fixture.contextAt(1), { archive: bad ?? '' });
  await publish(fixture.contextAt(2), { archive: worse ?? '' });
  for (const index of [1, 2]) await reject(fixture.context('ida'), fixture.sha(index), 'loses data');
  expect(await removeHold(fixture.context(), { tag: 'latest' })).toMatchObject({ moved: undefined });
  const again = await publish(fixture.contextAt(1), { archive: bad ?? '', force });
  expect(again).toMatchObject({
    archive: { outcome: 'present' },
    latest: { outcome: 'kept', why: 'rejected', explanation: expect.stringContaining('by ida') },
  });
  expect(await fixture.commitOn('latest')).toBe(fixture.sha(0));
});

it('publishes whatever the freezes and ages of the environments on latest say', async () => {
  const fixture = newFixture();
  const freeze = [{ schedule: '* * * * *', duration: '1h', timeZone: 'UTC' }];
  const environments = fixture
    .context()
    .settings.environments.map((one) => ({ ...one, freeze, minAge: '24h' }));
  const context = { ...fixture.context(), settings: { ...fixture.context().settings, environments } };
  const { latest } = await publish(context, { archive: await fixture.archive('new') });
  expect(latest).toMatchObject({ outcome: 'moved' });
});

it('copies inside the bucket what it has already, and leaves latest alone', async () => {
  const fixture = newFixture();
  await publish(fixture.contextAt(1), { archive: await fixture.archive('same') });
  const next = await publish(fixture.contextAt(2), { archive: await fixture.archive('same') });
  expect(next.archive.outcome).toBe('copied');
  expect(next.latest).toMatchObject({ why: 'same-content' });
});

it('brings back what a revert left alone when the reverted commit slipped in between', async () => {
  const fixture = newFixture();
  await publish(fixture.contextAt(0), { archive: await fixture.archive('good') });
  const [bad, good] = [await fixture.archive('bad'), await fixture.archive('good')];
  let isFirst = true;
  fixture.bucket.beforeWrite = async (key) => {
    if (!key.endsWith('latest.zip') || !isFirst) return;
    isFirst = false;
    expect((await publish(fixture.contextAt(2), { archive: good })).latest).toMatchObject({
      why: 'same-content',
    });
  };
  const late = await publish(fixture.contextAt(1), { archive: bad });
  expect(late.latest).toMatchObject({ outcome: 'kept', why: 'newer', commit: fixture.sha(2) });
  expect(await fixture.commitOn('latest')).toBe(fixture.sha(2));
});

it('finds the content on an ancestor when no tag has it any more', async () => {
  const fixture = newFixture();
  await publish(fixture.contextAt(1), { archive: await fixture.archive('first') });
  await publish(fixture.contextAt(2), { archive: await fixture.archive('second') });
  const reverted = await publish(fixture.contextAt(3), { archive: await fixture.archive('first') });
  expect(reverted.archive.outcome).toBe('copied');
  expect(await fixture.commitOn('latest')).toBe(fixture.sha(3));
});

describe('stops before it writes anything', () => {
  it.each<[string, (fixture: ReleaseFixture) => Promise<unknown>, string | undefined, RegExp]>([
    [
      'other content under a published commit',
      async (fixture) => {
        await publish(fixture.context(), { archive: await fixture.archive('one') });
        return publish(fixture.context(), { archive: await fixture.archive('two') });
      },
      'content-mismatch',
      /already published with different content/,
    ],
    [
      'a dirty tree',
      async (fixture) => {
        fixture.commits.dirty = ['a.ts', 'b.ts', 'c.ts', 'd.ts'];
        return publish(fixture.context(), { archive: await fixture.archive('one') });
      },
      'working-tree-dirty',
      /a\.ts, b\.ts, c\.ts and 1 more/,
    ],
    [
      'an unversioned bucket',
      async (fixture) => {
        fixture.bucket.state = 'never';
        return publish(fixture.context(), { archive: await fixture.archive('one') });
      },
      'unfit-bucket',
      /does not have versioning enabled/,
    ],
    [
      'a latest that this clone does not know',
      async (fixture) => {
        fixture.bucket.put('story/latest.zip', 'x', { commit: 'd'.repeat(40), digest: 'other' });
        return publish(fixture.context(), { archive: await fixture.archive('one') });
      },
      'ancestry-unknown',
      /history is incomplete/,
    ],
    [
      'a latest that was copied manually',
      async (fixture) => {
        fixture.bucket.put('story/latest.zip', 'x');
        return publish(fixture.context(), { archive: await fixture.archive('one') });
      },
      'ancestry-unknown',
      /has no commit in its metadata/,
    ],
    [
      'a damaged archive',
      async (fixture) => publish(fixture.context(), { archive: __filename }),
      undefined,
      /zip|archive/i,
    ],
  ])('%s', async (_, act, code, message) => {
    const fixture = newFixture();
    const failure = await act(fixture).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      ...(code === undefined ? {} : { code }),
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/\.|:/),
    });
    expect(fixture.bucket.versionCount()).toBeLessThanOrEqual(4);
    expect(await fixture.bucket.head(`story/${fixture.sha(4)}.zip`)).toEqual(
      _ === 'other content under a published commit' ? expect.anything() : undefined,
    );
  });
});

it('moves latest with force where ancestry is unknown, except on hold', async () => {
  const fixture = newFixture();
  fixture.bucket.put('story/latest.zip', 'x');
  const forced = await publish(fixture.contextAt(1), { archive: await fixture.archive('one'), force: true });
  expect(forced.latest.outcome).toBe('moved');
  fixture.bucket.put('story/latest.hold.json', JSON.stringify({ reason: 'rollback', actor: 'eve' }));
  const held = await publish(fixture.contextAt(2), { archive: await fixture.archive('two'), force: true });
  expect(held.latest).toMatchObject({
    why: 'held',
    explanation: expect.stringContaining('by eve: rollback'),
  });
  expect(await fixture.commitOn('latest')).toBe(fixture.sha(1));
});

it.each<WriteFault>(['lost-after', 'conflict-after'])(
  'takes its own write for done after %s',
  async (fault) => {
    const fixture = newFixture();
    fixture.bucket.fault = () => fault;
    const publishResult = await publish(fixture.context(), { archive: await fixture.archive('one') });
    expect(publishResult).toMatchObject({ archive: { outcome: 'uploaded' }, latest: { outcome: 'moved' } });
    // The archive, its provenance, the tag, and the register beside it.
    expect(fixture.bucket.versionCount()).toBe(4);
  },
);

it('never moves latest back, in any order and with any faults', async () => {
  const faults: (WriteFault | undefined)[] = [
    undefined,
    undefined,
    'lost-after',
    'conflict-after',
    'lost-before',
  ];
  const shelf = newFixture();
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 2 }),
      fc.array(fc.constantFrom(...faults), { maxLength: 12 }),
      async (order, script) => {
        const fixture = newFixture(6);
        const archives = await Promise.all(order.map((index) => shelf.archive(`content of ${index}`)));
        fixture.bucket.fault = () => script.shift();
        const results = await Promise.allSettled(
          order.map((index, at) => publish(fixture.contextAt(index), { archive: archives[at] ?? '' })),
        );
        const done = order.filter((_, at) => results[at]?.status === 'fulfilled');
        const history = await Promise.all(
          (await fixture.bucket.versions('story/latest.zip')).map(async ({ versionId }) =>
            fixture.commits.shas.indexOf(
              decodeMetadata((await fixture.bucket.head('story/latest.zip', versionId)) ?? { metadata: {} })
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
