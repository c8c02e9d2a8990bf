import { archiveKey, provenanceKey } from '../../keys';
import { planPromotion } from '../promote/plan';
import { applyPromotion } from '../promote/promote';
import { chooseTarget } from '../../config/choose-target';
import { publish } from '../publish/publish';
import { LineOfCommits } from '../../testing/line-of-commits';
import { ReleaseFixture } from '../../testing/release-fixture';
import { holdTag } from '../hold/hold';
import { reject } from '../reject/reject';
import type { PruneContext } from './context';
import { planPrune, type PruneRequest } from './plan';
import { prune } from './prune';

const day = 86_400_000;
let fixture: ReleaseFixture;
beforeEach(() => {
  fixture = new ReleaseFixture(8);
});
afterEach(() => fixture.dispose());

/** A moment long after everything was published. */
function context(daysLater = 100): PruneContext {
  const now = fixture.bucket.now().getTime() + daysLater * day;
  return { ...fixture.context(), bucket: fixture.bucket, clock: { now: () => now } };
}
const key = (index: number) => archiveKey('story/', fixture.sha(index));
const provenance = (index: number) => provenanceKey('story/', fixture.sha(index));
const target = (env: string) => chooseTarget(fixture.context().settings, { env });

/** Publishes content of its own at each index; `latest` is held on the first, so that no tag names the others. */
async function publishAll(...indexes: number[]) {
  for (const index of indexes) {
    await publish(fixture.contextAt(index), { archive: await fixture.archive(`content ${index}`) });
    if (index === indexes[0]) await holdTag(fixture.context(), { tag: 'latest' });
  }
}
/** As a clone has it that knows this commit. */
function atCommit(commit: string) {
  const commits = Object.assign(new LineOfCommits(1), { head: commit, shas: [commit] });
  return { ...fixture.context(), commits };
}
async function promote(env: string, index: number) {
  await applyPromotion(
    fixture.context(),
    await planPromotion(fixture.context(), target(env), fixture.sha(index)),
  );
}
async function planned(request: Partial<PruneRequest> = {}, where = context()) {
  const { view } = await planPrune(where, { olderThan: 90 * day, keep: 0, ...request });
  return view.toDelete.map(({ commit }) => fixture.commits.shas.indexOf(commit));
}

it('names what nothing needs, oldest first, and keeps the newest commit and what latest names', async () => {
  await publishAll(0, 1, 2, 3);
  const { view } = await planPrune(context(), { olderThan: 90 * day, keep: 0 });
  expect(view).toMatchObject({
    archives: 4,
    toDelete: [
      { commit: fixture.sha(1), key: key(1), subject: 'commit number 1' },
      { commit: fixture.sha(2), key: key(2) },
    ],
    kept: { needed: 1, newest: 1, recent: 0, rejected: 0, foreign: 0 },
  });
  expect(view.size).toBe(view.toDelete.reduce((sum, { size }) => sum + size, 0));
});

it('keeps what is not old enough, and so many of the newest', async () => {
  await publishAll(0, 1, 2, 3, 4);
  expect(await planned({}, context(89))).toEqual([]);
  expect(await planned({ olderThan: 1 * day }, context(2))).toEqual([1, 2, 3]);
  expect(await planned({ keep: 3 })).toEqual([1]);
  expect(await planned({ keep: 20 })).toEqual([]);
});

it.each<[string, () => Promise<unknown>]>([
  ['is on a tag', () => promote('uat', 1)],
  [
    'was on a tag before',
    async () => {
      await promote('uat', 1);
      await promote('uat', 0);
    },
  ],
  [
    'was on a tag that somebody removed',
    async () => {
      await promote('uat', 1);
      await fixture.bucket.remove('story/uat.zip');
    },
  ],
  [
    'is on a tag that no environment names',
    async () => fixture.bucket.put('story/nightly.zip', 'x', { commit: fixture.sha(1) }),
  ],
  [
    'has the content of a tag, from another commit',
    async () => {
      const { metadata } = (await fixture.bucket.head(key(1))) ?? {};
      fixture.bucket.put('story/uat.zip', 'x', { ...metadata, commit: fixture.sha(7) });
    },
  ],
  [
    'was copied to a tag manually, without metadata',
    async () => {
      const object = await fixture.bucket.head(key(1));
      if (object !== undefined) await fixture.bucket.copy(object, 'story/uat.zip', {});
    },
  ],
  ['was rejected', () => reject(fixture.context(), fixture.sha(1), 'bad')],
  ['carries no digest', async () => fixture.bucket.put(key(1), 'manually')],
])('keeps what %s', async (_, happens) => {
  await publishAll(0, 1, 2);
  expect(await planned()).toEqual([1]);
  await happens();
  expect(await planned()).toEqual([]);
});

it('hides what it deletes, and nothing is gone for ever', async () => {
  await publishAll(0, 1, 2, 3);
  const plan = await planPrune(context(), { olderThan: 90 * day, keep: 0 });
  const before = fixture.bucket.versionCount();
  const done = await prune(context(), plan);
  expect(done).toEqual({ deleted: plan.view.toDelete, size: plan.view.size, spared: [], failed: [] });
  expect(await fixture.bucket.head(key(1))).toBeUndefined();
  expect(await fixture.bucket.head(key(3))).toBeDefined();
  // A marker on each archive, and on its provenance.
  expect(fixture.bucket.versionCount()).toBe(before + 4);
  expect(await fixture.bucket.head(provenance(1))).toBeUndefined();
  expect(await fixture.bucket.head(provenance(3))).toBeDefined();
  expect((await fixture.bucket.versions(key(1))).map(({ isDeleteMarker }) => isDeleteMarker)).toEqual([
    true,
    false,
  ]);
  expect(await planned()).toEqual([]);
});

it('hides the provenance of an archive that was deleted without it, and of no other', async () => {
  await publishAll(0, 1, 2, 3);
  const plan = await planPrune(context(), { olderThan: 90 * day, keep: 4 });
  await fixture.bucket.remove(key(1));
  await publish(fixture.contextAt(4), { archive: await fixture.archive('content 4') });
  await prune(context(), plan);
  const left = [0, 1, 2, 3, 4].map(
    async (index) => (await fixture.bucket.head(provenance(index))) !== undefined,
  );
  // The plan saw the first, and nothing of the last.
  expect(await Promise.all(left)).toEqual([true, true, true, true, true]);
  await prune(context(), await planPrune(context(), { olderThan: 90 * day, keep: 4 }));
  expect(await fixture.bucket.head(provenance(1))).toBeUndefined();
  expect(await fixture.bucket.head(provenance(4))).toBeDefined();
});

it('keeps the provenance of an archive that the bucket would not delete', async () => {
  await publishAll(0, 1, 2, 3);
  const plan = await planPrune(context(), { olderThan: 90 * day, keep: 0 });
  fixture.bucket.removeAll = async (keys) => keys.map((one) => ({ key: one, why: 'AccessDenied' }));
  await prune(context(), plan);
  expect(await fixture.bucket.head(provenance(1))).toBeDefined();
});

it('lets a pruned commit be published again', async () => {
  await publishAll(0, 1, 2);
  await prune(context(), await planPrune(context(), { olderThan: 0, keep: 0 }));
  const again = await publish(fixture.contextAt(1), { archive: await fixture.archive('content 1') });
  expect(again.archive).toMatchObject({ key: key(1), outcome: 'uploaded' });
  expect(await fixture.bucket.head(key(1))).toBeDefined();
});

it.each<[string, string, () => Promise<unknown>]>([
  ['a tag moves onto', 'it is used by a version of a tag', () => promote('uat', 1)],
  [
    'a tag moved onto and away from',
    'it is used by a version of a tag',
    async () => {
      await promote('uat', 1);
      await promote('uat', 0);
    },
  ],
  ['somebody rejects', 'it was rejected', () => reject(fixture.context(), fixture.sha(1), 'bad')],
  ['someone else deleted', 'it was deleted by someone else', () => fixture.bucket.remove(key(1))],
  [
    'somebody wrote anew',
    'it was rewritten',
    async () => fixture.bucket.put(key(1), 'x', { digest: 'other' }),
  ],
])('spares what %s between plan and execution', async (_, why, happens) => {
  await publishAll(0, 1, 2, 3);
  const plan = await planPrune(context(), { olderThan: 90 * day, keep: 0 });
  await happens();
  const done = await prune(context(), plan);
  expect(done.spared).toMatchObject([{ commit: fixture.sha(1), why }]);
  expect(done.deleted).toMatchObject([{ commit: fixture.sha(2) }]);
});

it('spares what latest may be brought to since what came after it was rejected', async () => {
  await publishAll(0, 1, 2, 3);
  const plan = await planPrune(context(), { olderThan: 90 * day, keep: 0 });
  for (const index of [2, 3]) await reject(fixture.context(), fixture.sha(index), 'bad');
  const done = await prune(context(), plan);
  expect(done.spared.map(({ commit, why }) => [commit, why])).toEqual([
    [fixture.sha(1), 'latest may move to it'],
    [fixture.sha(2), 'it was rejected'],
  ]);
});

it('spares an archive that was on a tag for a while, however many versions came after it', async () => {
  await publishAll(0, 1, 2, 3);
  const plan = await planPrune(context(), { olderThan: 90 * day, keep: 0 });
  await promote('uat', 1);
  for (let times = 0; times < 13; times += 1) {
    await promote('uat', 0);
    await promote('uat', 3);
  }
  const done = await prune(context(), plan);
  expect(done.spared).toMatchObject([{ commit: fixture.sha(1) }]);
  expect(done.deleted).toMatchObject([{ commit: fixture.sha(2) }]);
});

it('names by the listing alone what its share of requests does not reach, and looks at it before it deletes', async () => {
  await publishAll(0, 1, 2);
  const old = Array.from({ length: 60 }, (_, index) => (index + 1).toString(16).padStart(40, 'b'));
  for (const [index, commit] of old.entries()) {
    const metadata = { commit, digest: commit, subject: 'an old one' };
    fixture.bucket.put(`story/${commit}.zip`, commit, index === 50 ? {} : metadata);
  }
  const [first = '', last = ''] = [old[0], old.at(-1)];
  for (const commit of [first, last]) await reject(atCommit(commit), commit, 'bad');

  const plan = await planPrune(context(), { olderThan: 90 * day, keep: 0 });
  const { toDelete, notExamined, kept } = plan.view;
  expect(notExamined).toBeGreaterThan(30);
  expect(toDelete.slice(0, -notExamined).every(({ subject }) => subject !== undefined)).toBe(true);
  expect(kept).toMatchObject({ rejected: 1, foreign: 0 });
  const named = toDelete.map(({ commit }) => commit);
  expect([first, last].map((commit) => named.includes(commit))).toEqual([false, true]);

  const done = await prune(context(), plan);
  expect(done.spared.map(({ commit, why }) => [commit, why])).toEqual(
    expect.arrayContaining([
      [last, 'it was rejected'],
      [old[50], 'it has no digest: Sluice did not publish it'],
    ]),
  );
  expect(done.spared).toHaveLength(2);
  expect(done.deleted).toHaveLength(named.length - 2);
});

it('tells each archive that the bucket would not delete, and why', async () => {
  await publishAll(0, 1, 2, 3);
  const plan = await planPrune(context(), { olderThan: 90 * day, keep: 0 });
  fixture.bucket.removeAll = async (keys) => {
    const denied = keys.filter((one) => one === key(1));
    for (const one of keys) if (!denied.includes(one)) await fixture.bucket.remove(one);
    return denied.map((one) => ({ key: one, why: 'AccessDenied' }));
  };
  const done = await prune(context(), plan);
  expect(done).toMatchObject({
    failed: [{ commit: fixture.sha(1), why: 'AccessDenied' }],
    deleted: [{ commit: fixture.sha(2) }],
    spared: [],
    size: plan.view.toDelete[1]?.size,
  });
});

it('says how far it came when the bucket refuses', async () => {
  await publishAll(0, 1, 2, 3);
  const plan = await planPrune(context(), { olderThan: 90 * day, keep: 0 });
  fixture.bucket.remove = async () => {
    throw new Error('Access denied.');
  };
  await expect(prune(context(), plan)).rejects.toThrow('Access denied.');
  expect(fixture.events).toContainEqual({
    kind: 'warning',
    message: '0 of 2 archives were deleted before it failed.',
  });
});

it('deletes nothing from a bucket without versions, where a deletion is for ever', async () => {
  await publishAll(0, 1, 2);
  const plan = await planPrune(context(), { olderThan: 90 * day, keep: 0 });
  expect(plan.view.toDelete).toHaveLength(1);
  fixture.bucket.state = 'suspended';
  const before = fixture.bucket.versionCount();
  await expect(prune(context(), plan)).rejects.toMatchObject({ code: 'unfit-bucket' });
  expect(fixture.bucket.versionCount()).toBe(before);
});
