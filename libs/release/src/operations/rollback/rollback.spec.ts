import type { ExecutionStatus } from '../../ports/pipelines';
import { planPromotion } from '../promote/plan';
import { applyPromotion } from '../promote/promote';
import { chooseTarget } from '../../config/choose-target';
import { publish } from '../publish/publish';
import { MemoryPipelines } from '../../testing/memory-pipelines';
import { readHold } from '../../tags/hold';
import { ReleaseFixture } from '../../testing/release-fixture';
import { holdTag } from '../hold/hold';
import { planRollback, rollBack } from './rollback';
import { withRejection } from '../../archives/rejection';

const fixtures: ReleaseFixture[] = [];
afterAll(() => Promise.all(fixtures.map((fixture) => fixture.dispose())));

class Story {
  readonly fixture = new ReleaseFixture(5);
  readonly pipelines = new MemoryPipelines();

  constructor() {
    fixtures.push(this.fixture);
  }

  context(actor?: string) {
    return { ...this.fixture.context(actor), pipelines: this.pipelines };
  }

  target(env: string) {
    return chooseTarget(this.fixture.context().settings, { env });
  }

  async publish(index: number, status?: ExecutionStatus) {
    const { bucket } = this.fixture;
    await publish(this.fixture.contextAt(index), { archive: await this.fixture.archive(`content ${index}`) });
    const version = (await bucket.head('story/latest.zip'))?.versionId;
    if (status !== undefined) this.pipelines.ran('story-stage-pipeline', version, status);
  }

  async on(tag: string): Promise<string | undefined> {
    return (await this.fixture.bucket.head(`story/${tag}.zip`))?.metadata.commit;
  }

  async rollBack(env: string, reason?: string, override?: string) {
    const plan = await planRollback(this.context(), this.target(env), override);
    return rollBack(this.context('ida'), plan, reason);
  }

  async rollBackAs(actor: string, env: string, override: string) {
    const plan = await planRollback(this.context(actor), this.target(env), override);
    return rollBack(this.context(actor), plan);
  }

  hold(tag: string) {
    return readHold(this.fixture.bucket, 'story/', tag);
  }

  async promote(env: string, index: number) {
    const context = this.context();
    const plan = await planPromotion(context, this.target(env), this.fixture.sha(index));
    return applyPromotion(context, plan);
  }
}

it('goes to the last version that ran well, not merely to the one before, and holds', async () => {
  const story = new Story();
  await story.publish(0, 'Succeeded');
  await story.publish(1, 'Failed');
  await story.publish(2, 'Superseded');
  await story.publish(3, 'Failed');
  const plan = await planRollback(story.context(), story.target('stage'));
  expect(plan).toMatchObject({
    basis: 'ran-well',
    to: { commit: story.fixture.sha(0) },
    skipped: [
      { entry: { commit: story.fixture.sha(2) }, why: 'it ended Superseded in stage' },
      { entry: { commit: story.fixture.sha(1) }, why: 'it ended Failed in stage' },
    ],
    plan: { ancestry: 'descendant', files: { changed: ['app/file'] }, gateResults: [] },
  });
  expect(plan.plan.commits).toHaveLength(3);
  expect(await rollBack(story.context('ida'), plan, 'white page')).toMatchObject({
    outcome: 'moved',
    from: story.fixture.sha(3),
    commit: story.fixture.sha(0),
    hold: { outcome: 'held' },
  });
  const tag = await story.fixture.bucket.head('story/latest.zip');
  expect(decodeURIComponent(tag?.metadata.reason ?? '')).toMatch(/^rolled back from \w+ to \w+: white page$/);
  expect(tag?.metadata).toMatchObject({ actor: 'ida', previous: story.fixture.sha(3) });
  await story.publish(4);
  expect(await story.on('latest')).toBe(story.fixture.sha(0));
});

it('takes the version before where no pipeline can tell', async () => {
  const story = new Story();
  await story.publish(0);
  await story.publish(1);
  const plan = await planRollback(story.fixture.context(), story.target('stage'));
  expect(plan).toMatchObject({ basis: 'previous', to: { commit: story.fixture.sha(0) } });
});

it('goes by the newest run of a version', async () => {
  const story = new Story();
  await story.publish(0, 'Succeeded');
  await story.publish(1, 'Succeeded');
  const { versionId } = (await story.fixture.bucket.head('story/latest.zip')) ?? {};
  story.pipelines.ran('story-stage-pipeline', versionId, 'Failed');
  await story.publish(2, 'Failed');
  expect(await story.rollBack('stage')).toMatchObject({ commit: story.fixture.sha(0) });
});

it('never goes to a rejected one', async () => {
  const story = new Story();
  await story.publish(0, 'Succeeded');
  await story.publish(1, 'Succeeded');
  await story.publish(2, 'Failed');
  await story.fixture.bucket.setTags(
    `story/${story.fixture.sha(1)}.zip`,
    withRejection({}, { reason: 'loses data' }),
  );
  const plan = await planRollback(story.context(), story.target('stage'));
  expect(plan).toMatchObject({
    to: { commit: story.fixture.sha(0) },
    skipped: [{ why: 'it was rejected: loses data' }],
  });
});

it('rolled back twice goes further back, never forward again into what it left', async () => {
  const story = new Story();
  for (const index of [0, 1, 2]) await story.publish(index, 'Succeeded');
  expect(await story.rollBack('stage')).toMatchObject({ commit: story.fixture.sha(1) });
  await expect(story.rollBack('stage')).rejects.toMatchObject({ code: 'refused' });
  expect(await story.rollBack('stage', 'bad as well', 'cannot wait')).toMatchObject({
    commit: story.fixture.sha(0),
    hold: { outcome: 'present' },
  });
  const { metadata } = (await story.fixture.bucket.head('story/latest.zip')) ?? {};
  expect(metadata?.reason).toMatch(/^override of hold: cannot wait; rolled back .*: bad as well$/);
  await expect(story.rollBack('stage', undefined, 'once more')).rejects.toThrow(/no other version/);
});

it('finds the content in the history when the archive is gone', async () => {
  const story = new Story();
  await story.publish(0, 'Succeeded');
  await story.publish(1, 'Failed');
  const key = `story/${story.fixture.sha(0)}.zip`;
  const { etag, versionId } = (await story.fixture.bucket.head(key)) ?? {};
  await story.fixture.bucket.remove(key, versionId);
  await story.rollBack('stage');
  expect(await story.fixture.bucket.head('story/latest.zip')).toMatchObject({ etag });
});

it('is not stopped by rules about what is new', async () => {
  const story = new Story();
  await story.publish(0);
  await story.publish(1);
  for (const index of [0, 1]) {
    await story.promote('uat', index);
    await story.promote('prod', index);
  }
  await story.fixture.bucket.remove('story/uat.zip');
  expect(await story.rollBack('prod')).toMatchObject({ commit: story.fixture.sha(0) });
});

it.each([
  ['nothing is on the tag', 0, /Nothing is on "latest"/],
  ['there is one version only', 1, /no other version/],
  ['none ran well', 3, /None of the 2 earlier versions/],
])('says so when %s', async (_, count, message) => {
  const story = new Story();
  for (let index = 0; index < count; index += 1) await story.publish(index, 'Failed');
  const before = story.fixture.bucket.versionCount();
  await expect(story.rollBack('stage')).rejects.toMatchObject({ code: 'nothing-to-roll-back' });
  await expect(story.rollBack('stage')).rejects.toThrow(message);
  expect(story.fixture.bucket.versionCount()).toBe(before);
});

it('leaves no hold behind when somebody else was faster', async () => {
  const story = new Story();
  await story.publish(0);
  await story.publish(1);
  const plan = await planRollback(story.fixture.context(), story.target('stage'));
  await story.publish(2);
  await expect(rollBack(story.context(), plan)).rejects.toMatchObject({ code: 'race-lost' });
  expect(await story.hold('latest')).toBeUndefined();
  expect(await story.on('latest')).toBe(story.fixture.sha(2));
});

it('goes back to a version of which the pipeline knows no run, and says that nobody can tell', async () => {
  const story = new Story();
  await story.publish(0);
  await story.publish(1, 'Failed');
  await story.publish(2, 'Failed');
  const plan = await planRollback(story.context(), story.target('stage'));
  expect(plan).toMatchObject({
    basis: 'unknown-run',
    to: { commit: story.fixture.sha(0) },
    skipped: [{ entry: { commit: story.fixture.sha(1) }, why: 'it ended Failed in stage' }],
  });
  expect(await rollBack(story.context(), plan)).toMatchObject({ commit: story.fixture.sha(0) });
});

it('prefers an older version that ran well to a newer one of which no run is known', async () => {
  const story = new Story();
  await story.publish(0, 'Succeeded');
  await story.publish(1);
  await story.publish(2, 'Failed');
  expect(await planRollback(story.context(), story.target('stage'))).toMatchObject({
    basis: 'ran-well',
    to: { commit: story.fixture.sha(0) },
    skipped: [{ entry: { commit: story.fixture.sha(1) }, why: 'no pipeline is known to have run it' }],
  });
});

it('takes the newest of several versions of which no run is known', async () => {
  const story = new Story();
  for (const index of [0, 1]) await story.publish(index);
  await story.publish(2, 'Failed');
  expect(await planRollback(story.context(), story.target('stage'))).toMatchObject({
    basis: 'unknown-run',
    to: { commit: story.fixture.sha(1) },
    skipped: [],
  });
});

it('passes over a rejected version although nobody knows how it ran', async () => {
  const story = new Story();
  for (const index of [0, 1]) await story.publish(index);
  await story.publish(2, 'Failed');
  await story.fixture.bucket.setTags(
    `story/${story.fixture.sha(1)}.zip`,
    withRejection({}, { reason: 'bad' }),
  );
  expect(await planRollback(story.context(), story.target('stage'))).toMatchObject({
    to: { commit: story.fixture.sha(0) },
  });
});

describe('a rollback that was killed before it moved the tag', () => {
  async function killed() {
    const story = new Story();
    await story.publish(0, 'Succeeded');
    await story.publish(1, 'Failed');
    const { bucket } = story.fixture;
    const copy = bucket.copy.bind(bucket);
    const putText = bucket.putText.bind(bucket);
    const dead = () => Promise.reject(new Error('killed'));
    Object.assign(bucket, { copy: dead });
    // The process is gone: it cannot take its hold away either.
    bucket.putText = (...args) => (Object.assign(bucket, { putText: dead }), putText(...args));
    await expect(story.rollBack('stage', 'white page')).rejects.toThrow('killed');
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

  it('does not claim to be unfinished when somebody moved the tag by hand', async () => {
    const story = await killed();
    story.fixture.bucket.put('story/latest.zip', 'by hand');
    expect(await story.hold('latest')).toMatchObject({
      reason: expect.stringMatching(/^for a rollback from \w{8} to \w{8}, and "latest" was moved elsewhere/),
      rollback: { state: 'other' },
    });
  });
});

it('does not go back further when the same override is repeated after it was done', async () => {
  const story = new Story();
  for (const index of [0, 1, 2]) await story.publish(index, 'Succeeded');
  await holdTag(story.context('eve'), { tag: 'latest' }, 'audit');
  await story.rollBackAs('ida', 'stage', 'cannot wait');
  expect(await story.hold('latest')).toMatchObject({
    actor: 'eve',
    reason: expect.stringMatching(/^audit; rolled back by ida from \w{8} to \w{8}$/),
  });
  await expect(story.rollBackAs('ida', 'stage', 'cannot wait')).rejects.toThrow(
    /was rolled back from \w{8} to \w{8} already/,
  );
  expect(await story.on('latest')).toBe(story.fixture.sha(1));
});

it('keeps a long reason whole behind its own words, and writes nothing at all for one that is too long', async () => {
  const story = new Story();
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
