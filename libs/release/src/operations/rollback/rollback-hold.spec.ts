import { holdTag } from '../hold/hold';
import { planPromotion } from '../promote/plan';
import { planRollback, rollBack } from './rollback';
import { newStories } from './testing/story';

const newStory = newStories();

it('rolls back further the second time, and never to the version that was left', async () => {
  const story = newStory();
  for (const index of [0, 1, 2]) await story.publish(index, 'Succeeded');
  expect(await story.rollBack('stage')).toMatchObject({ commit: story.fixture.sha(1) });
  await expect(story.rollBack('stage')).rejects.toMatchObject({ code: 'refused' });
  expect(await story.rollBack('stage', 'bad as well', 'cannot wait')).toMatchObject({
    commit: story.fixture.sha(0),
    hold: { outcome: 'present' },
  });
  const { metadata } = (await story.fixture.bucket.head('story/latest.zip')) ?? {};
  expect(metadata?.reason).toMatch(/^override of hold: cannot wait; rolled back .*: bad as well$/);
  await expect(story.rollBack('stage', undefined, 'once more')).rejects.toThrow(
    /no earlier version with different content/,
  );
});

it('leaves no hold behind when someone else was faster', async () => {
  const story = newStory();
  await story.publish(0);
  await story.publish(1);
  const plan = await planRollback(story.fixture.context(), story.target('stage'));
  await story.publish(2);
  await expect(rollBack(story.context(), plan)).rejects.toMatchObject({ code: 'race-lost' });
  expect(await story.hold('latest')).toBeUndefined();
  expect(await story.on('latest')).toBe(story.fixture.sha(2));
});

describe('a rollback that was killed before it moved the tag', () => {
  async function killed(override?: string) {
    const story = newStory();
    await story.publish(0, 'Succeeded');
    await story.publish(1, 'Failed');
    const { bucket } = story.fixture;
    if (override !== undefined) await holdTag(story.context('eve'), { tag: 'latest' }, 'audit');
    const copy = bucket.copy.bind(bucket);
    const putText = bucket.putText.bind(bucket);
    const dead = () => Promise.reject(new Error('killed'));
    Object.assign(bucket, { copy: dead });
    // The process is gone: it cannot take its hold away either.
    bucket.putText = (...args) => (Object.assign(bucket, { putText: dead }), putText(...args));
    await expect(story.rollBack('stage', 'white page', override)).rejects.toThrow('killed');
    Object.assign(bucket, { copy, putText });
    return story;
  }

  it('is told as unfinished by the hold, and refuses everybody else', async () => {
    const story = await killed();
    expect(await story.hold('latest')).toMatchObject({
      actor: 'ida',
      reason: expect.stringMatching(
        /^a rollback from \w{8} to \w{8} started and is not finished: white page$/,
      ),
      rollback: { from: story.fixture.sha(1), to: story.fixture.sha(0), state: 'unfinished' },
    });
    const plan = await planPromotion(story.context('eve'), story.target('stage'), story.fixture.sha(0));
    expect(plan.gateResults).toMatchObject([
      { rule: 'hold', ok: false, remedy: expect.stringMatching(/^Run the rollback again to finish it/) },
    ]);
  });

  it.each(['ida', 'eve'])('is finished by %s with the hold that is there', async (actor) => {
    const story = await killed();
    const id = (await story.hold('latest'))?.id;
    const plan = await planRollback(story.context(actor), story.target('stage'));
    expect(plan.plan.gateResults).toEqual([]);
    expect(await rollBack(story.context(actor), plan, 'white page')).toMatchObject({
      commit: story.fixture.sha(0),
      hold: { outcome: 'held', hold: { id, rollback: { state: 'finished' } } },
    });
    expect((await story.hold('latest'))?.reason).toMatch(/^rolled back from \w{8} to \w{8}: white page$/);
    expect(await story.fixture.bucket.versions('story/latest.hold.json')).toHaveLength(1);
  });

  it('is finished with the override that was given then, which the history keeps', async () => {
    const story = await killed('cannot wait');
    await story.rollBack('stage', 'white page');
    expect((await story.fixture.bucket.head('story/latest.zip'))?.metadata.reason).toMatch(
      /^override of hold: cannot wait; rolled back .*: white page$/,
    );
  });

  it('does not claim to be unfinished when someone moved the tag manually', async () => {
    const story = await killed();
    story.fixture.bucket.put('story/latest.zip', 'manually');
    expect(await story.hold('latest')).toMatchObject({
      reason: expect.stringMatching(/^for a rollback from \w{8} to \w{8}, and "latest" was moved elsewhere/),
      rollback: { state: 'other' },
    });
  });
});

it('does not go back further when the same override is repeated after it was done', async () => {
  const story = newStory();
  for (const index of [0, 1, 2]) await story.publish(index, 'Succeeded');
  await holdTag(story.context('eve'), { tag: 'latest' }, 'audit');
  await story.rollBackAs('ida', 'stage', 'cannot wait');
  expect(await story.hold('latest')).toMatchObject({
    actor: 'eve',
    reason: expect.stringMatching(/^audit; rolled back by ida from \w{8} to \w{8}$/),
  });
  await expect(story.rollBackAs('ida', 'stage', 'cannot wait')).rejects.toThrow(
    /was already rolled back from \w{8} to \w{8}/,
  );
  expect(await story.on('latest')).toBe(story.fixture.sha(1));
});

it('keeps a long reason whole behind its own words, and writes nothing at all for one that is too long', async () => {
  const story = newStory();
  await story.publish(0, 'Succeeded');
  await story.publish(1, 'Failed');
  const { fixture } = story;
  const before = fixture.bucket.versionCount();
  await expect(story.rollBack('stage', 'x'.repeat(501))).rejects.toMatchObject({ code: 'reason-too-long' });
  expect(fixture.bucket.versionCount()).toBe(before);
  await holdTag(fixture.context('eve'), { tag: 'latest' }, 'audit');
  const [reason, override] = ['the login is broken '.repeat(12).trim(), 'o'.repeat(260)];
  await story.rollBack('stage', reason, override);
  const [first, second] = [fixture.sha(0).slice(0, 8), fixture.sha(1).slice(0, 8)];
  expect((await fixture.bucket.head('story/latest.zip'))?.metadata.reason).toBe(
    `override of hold: ${override}; rolled back from ${second} to ${first}: ${reason}`,
  );
});
