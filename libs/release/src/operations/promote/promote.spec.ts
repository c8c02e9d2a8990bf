import type { SluiceError } from '../../errors';
import { holdTag } from '../hold/hold';
import { reject } from '../reject/reject';
import type { Commits } from '../../ports/commits';
import { publish } from '../publish/publish';
import { LineOfCommits } from '../../testing/line-of-commits';
import { ReleaseFixture } from '../../testing/release-fixture';
import { planPromotion } from './plan';
import { applyPromotion, assertAllowed } from './promote';
import { chooseTarget } from '../../config/choose-target';

const fixtures: ReleaseFixture[] = [];
async function published(...contents: string[]): Promise<ReleaseFixture> {
  const fixture = new ReleaseFixture(5);
  fixtures.push(fixture);
  for (const [index, content] of contents.entries()) {
    await publish(fixture.contextAt(index), { archive: await fixture.archive(content) });
  }
  return fixture;
}
afterAll(() => Promise.all(fixtures.map((fixture) => fixture.dispose())));

function plan(fixture: ReleaseFixture, names: { env?: string; tag?: string }, ref: string) {
  const context = fixture.context();
  return planPromotion(context, chooseTarget(context.settings, names), ref);
}

/** A machine without a clone. */
const nothingKnown: Partial<Commits> = {
  resolve: async () => undefined,
  describe: async () => undefined,
  ancestry: async () => 'unknown',
};

async function promote(fixture: ReleaseFixture, env: string, ref: string, reason?: string) {
  return applyPromotion(fixture.context(), await plan(fixture, { env }, ref), reason);
}

it('copies the very archive to the tag, and says what comes and which files change', async () => {
  const fixture = await published('a', 'b', 'c');
  expect(await promote(fixture, 'uat', fixture.sha(0), 'first')).toMatchObject({
    outcome: 'moved',
    tag: 'uat',
  });
  const next = await plan(fixture, { env: 'uat' }, fixture.sha(2).slice(0, 40));
  expect(next.commits.map(({ subject }) => subject)).toEqual(['commit number 2', 'commit number 1']);
  expect(next.files).toEqual({ added: [], changed: ['app/file'], removed: [] });
  expect(next.environments.map(({ name }) => name)).toEqual(['uat', 'qa']);
  await applyPromotion(fixture.context('eve'), next, 'second');
  const tag = await fixture.bucket.head('story/uat.zip');
  expect(tag?.metadata).toMatchObject({
    commit: fixture.sha(2),
    previous: fixture.sha(0),
    actor: 'eve',
    reason: 'second',
  });
  expect(tag?.etag).toBe((await fixture.bucket.head(`story/${fixture.sha(2)}.zip`))?.etag);
});

it('carries the author along, and asks the clone for that of an archive which does not say', async () => {
  const fixture = await published('a', 'b');
  const archive = await fixture.bucket.head(`story/${fixture.sha(0)}.zip`);
  if (archive === undefined) throw new Error('The archive is not there.');
  const { author, ...older } = archive.metadata;
  expect(author).toBe('Amy');
  await fixture.bucket.copy(archive, archive.key, older);
  await promote(fixture, 'uat', fixture.sha(0));
  expect((await fixture.bucket.head('story/uat.zip'))?.metadata).toMatchObject({ author: 'Amy' });
  const cloneless = { ...fixture.context(), commits: Object.assign(new LineOfCommits(0), nothingKnown) };
  const target = chooseTarget(cloneless.settings, { env: 'prod' });
  const [first, second] = [fixture.sha(0), fixture.sha(1)];
  for (const [ref, expected] of [
    [second, 'Amy'],
    [first, undefined],
  ] as const) {
    const override = 'to see what is written';
    await applyPromotion(cloneless, await planPromotion(cloneless, target, ref, { override }));
    expect((await fixture.bucket.head('story/prod.zip'))?.metadata.author).toBe(expected);
  }
});

it('writes nothing when the tag already has this content', async () => {
  const fixture = await published('a');
  await promote(fixture, 'uat', fixture.sha(0));
  const before = fixture.bucket.versionCount();
  expect(await promote(fixture, 'uat', fixture.sha(0))).toMatchObject({ outcome: 'current' });
  expect(fixture.bucket.versionCount()).toBe(before);
});

it('counts back when an older commit is chosen', async () => {
  const fixture = await published('a', 'b');
  await promote(fixture, 'uat', fixture.sha(1));
  const back = await plan(fixture, { env: 'uat' }, fixture.sha(0));
  expect(back).toMatchObject({ ancestry: 'descendant', commits: [{ subject: 'commit number 1' }] });
});

it('lets the nearest ancestor stand in where nothing between affects the app, whatever is checked out', async () => {
  const fixture = await published('a', 'b');
  fixture.affected = false;
  expect((await plan(fixture, { env: 'uat' }, 'HEAD')).source).toMatchObject({ servedBy: fixture.sha(1) });
  fixture.affected = true;
  await expect(plan(fixture, { env: 'uat' }, 'HEAD')).rejects.toMatchObject({ code: 'not-published' });
  fixture.affected = false;
  expect((await plan(fixture, { env: 'uat' }, fixture.sha(3))).source).toMatchObject({
    commit: fixture.sha(3),
    servedBy: fixture.sha(1),
  });
  fixture.affected = true;
  await expect(plan(fixture, { env: 'uat' }, fixture.sha(3))).rejects.toMatchObject({
    message: expect.stringContaining('was not published'),
    remedy: expect.stringContaining('commit number 1'),
  });
});

it('refuses what a gate refuses, in the plan and when it is executed', async () => {
  const fixture = await published('a', 'b');
  const early = await plan(fixture, { env: 'prod' }, fixture.sha(1));
  expect(() => assertAllowed(early)).toThrow(expect.objectContaining({ code: 'refused' }));
  await expect(applyPromotion(fixture.context(), early)).rejects.toThrow(/not deployed to uat yet/);
  await promote(fixture, 'uat', fixture.sha(1));
  expect(await promote(fixture, 'prod', fixture.sha(1))).toMatchObject({ outcome: 'moved' });

  const planned = await plan(fixture, { env: 'uat' }, fixture.sha(0));
  fixture.bucket.put('story/uat.hold.json', 'not json');
  await expect(applyPromotion(fixture.context(), planned)).rejects.toThrow(/"uat" is on hold/);
});

it('names every gate that refuses it, each with its remedy, and the rejection last', async () => {
  const fixture = await published('a', 'b');
  await reject(fixture.context(), fixture.sha(1), 'it loses orders');
  await holdTag(fixture.context(), { tag: 'prod' });
  const refused = await plan(fixture, { env: 'prod' }, fixture.sha(1));
  const error = await applyPromotion(fixture.context(), refused).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'rejected', details: { rejected: fixture.sha(1) } });
  const { message, remedy } = error as SluiceError;
  expect(message).toMatch(
    /^The promotion to "prod" is refused for 3 reasons: \(1\) "prod" is on hold .*; \(2\) not deployed to uat yet; \(3\) .*it loses orders.*\.$/,
  );
  expect(remedy).toMatch(
    /^\(1\) Remove the hold from "prod" first\. \(2\) Promote it to uat first.*\. \(3\) Choose another commit, or undo the rejection of [0-9a-f]{8}\.$/,
  );
});

it.each([
  ['an unknown environment', { env: 'qu' }, 'HEAD', 'unknown-environment'],
  ['a tag that nobody watches', { tag: 'nightly' }, 'HEAD', 'unknown-environment'],
  ['both', { env: 'uat', tag: 'uat' }, 'HEAD', 'environment-not-named'],
  ['neither', {}, 'HEAD', 'environment-not-named'],
  ['a sha of wrong form', { env: 'uat' }, 'zzzz', 'unknown-revision'],
  ['a path', { env: 'uat' }, '../../etc/passwd', 'unknown-revision'],
  ['a commit without an archive', { env: 'uat' }, 'f'.repeat(40), 'not-published'],
])('stops for %s and writes nothing', async (_, names, ref, code) => {
  const fixture = await published('a');
  const before = fixture.bucket.versionCount();
  await expect(async () => plan(fixture, names, ref)).rejects.toMatchObject({ code });
  expect(fixture.bucket.versionCount()).toBe(before);
});

describe('when someone else is faster', () => {
  it('refuses the second of two plans for the same version', async () => {
    const fixture = await published('a', 'b', 'c');
    await promote(fixture, 'uat', fixture.sha(0));
    const [mine, theirs] = [
      await plan(fixture, { env: 'uat' }, fixture.sha(1)),
      await plan(fixture, { env: 'uat' }, fixture.sha(2)),
    ];
    await applyPromotion(fixture.context('eve'), theirs);
    await expect(applyPromotion(fixture.context(), mine)).rejects.toThrow(/eve moved "uat"/);
    expect((await fixture.bucket.head('story/uat.zip'))?.metadata.commit).toBe(fixture.sha(2));
  });

  it.each(['A → B', 'A → B → A'])('also at the last moment, %s', async (moves) => {
    const fixture = await published('a', 'b', 'c');
    await promote(fixture, 'uat', fixture.sha(0));
    const mine = await plan(fixture, { env: 'uat' }, fixture.sha(1));
    const [toB] = [await plan(fixture, { env: 'uat' }, fixture.sha(2))];
    let isFirst = true;
    fixture.bucket.beforeWrite = async () => {
      if (!isFirst) return;
      isFirst = false;
      await applyPromotion(fixture.context('eve'), toB);
      if (moves.endsWith('A')) await promote(fixture, 'uat', fixture.sha(0));
    };
    await expect(applyPromotion(fixture.context(), mine)).rejects.toMatchObject({ code: 'race-lost' });
    expect((await fixture.bucket.head('story/uat.zip'))?.metadata.commit).toBe(
      fixture.sha(moves.endsWith('A') ? 0 : 2),
    );
  });

  it('even on a bucket that ignores conditions, and the winner stays', async () => {
    const fixture = await published('a', 'b', 'c');
    await promote(fixture, 'uat', fixture.sha(0));
    const mine = await plan(fixture, { env: 'uat' }, fixture.sha(1));
    const theirs = await plan(fixture, { env: 'uat' }, fixture.sha(2));
    fixture.bucket.fault = () => 'condition-ignored';
    let isFirst = true;
    fixture.bucket.beforeWrite = async () => {
      if (!isFirst) return;
      isFirst = false;
      await applyPromotion(fixture.context('eve'), theirs);
    };
    await expect(applyPromotion(fixture.context(), mine)).rejects.toMatchObject({ code: 'race-lost' });
    expect((await fixture.bucket.head('story/uat.zip'))?.metadata.commit).toBe(fixture.sha(2));
  });
});

it('refuses a reason that the history could not keep whole', async () => {
  const fixture = await published('a');
  const before = fixture.bucket.versionCount();
  await expect(promote(fixture, 'uat', fixture.sha(0), 'ж'.repeat(100))).rejects.toMatchObject({
    code: 'reason-too-long',
    message: 'The reason is too long for the history: only 83 of its 100 characters fit.',
  });
  expect(fixture.bucket.versionCount()).toBe(before);
});
