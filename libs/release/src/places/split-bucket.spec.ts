import { applyPromotion } from '../operations/promote/promote';
import { planPromotion } from '../operations/promote/plan';
import { holdTag } from '../operations/hold/hold';
import { planPrune, prune } from '../operations/prune';
import { publish } from '../operations/publish/publish';
import { chooseTarget } from '../config/choose-target';
import { resolveSettings } from '../config/resolve-settings';
import type { Bucket, BucketReceiver, StoredObject, WriteCondition } from '../ports/bucket';
import { MemoryBucket } from '../testing/memory-bucket';
import { file, ReleaseFixture } from '../testing/release-fixture';
import { splitBucket } from './split-bucket';

/** A bucket that takes objects of others in, by their bytes. */
class ReceivingBucket extends MemoryBucket implements BucketReceiver {
  received: string[] = [];

  async receive(
    { bucket, object }: { bucket: Bucket; object: StoredObject },
    to: string,
    metadata: Record<string, string>,
    condition?: WriteCondition,
  ) {
    this.received.push(to);
    const bytes = await bucket.read(object.key, object.versionId, 0, object.size);
    return this.write(to, bytes, metadata, condition);
  }
}

const day = 86_400_000;
const fixture = new ReleaseFixture(4);
afterAll(() => fixture.dispose());
const place = new ReceivingBucket();
const { stage, uat } = file.environments;
const settings = resolveSettings({
  file: {
    app: 'story',
    bucket: 'home',
    environments: { stage, uat, prod: { tag: 'prod', bucket: 'place' } },
  },
  env: {},
});
const context = () => ({
  ...fixture.context(),
  settings,
  bucket: splitBucket(settings, fixture.bucket, () => place),
});

async function promote(index: number, env = 'prod') {
  const plan = await planPromotion(context(), chooseTarget(settings, { env }), fixture.sha(index));
  return applyPromotion(context(), plan);
}

// One story: each test continues where the one before it ended.
it('brings an archive once, whatever is promoted how often', async () => {
  for (const [index, content] of ['a', 'b', 'c'].entries())
    await publish(fixture.contextAt(index), { archive: await fixture.archive(content) });
  await promote(0);
  await promote(1);
  await promote(0);
  expect(place.received).toEqual([`story/${fixture.sha(0)}.zip`, `story/${fixture.sha(1)}.zip`]);
  expect((await place.head('story/prod.zip'))?.metadata.commit).toBe(fixture.sha(0));
});

it('brings nothing for an environment of the bucket of the app', async () => {
  const before = place.versionCount();
  await promote(1, 'uat');
  expect(place.versionCount()).toBe(before);
});

it('brings nothing to a bucket that does not have versioning enabled, and says so', async () => {
  place.state = 'suspended';
  await expect(promote(2)).rejects.toMatchObject({ code: 'unfit-bucket' });
  place.state = 'enabled';
  expect(await place.head(`story/${fixture.sha(2)}.zip`)).toBeUndefined();
});

it('lists the versions of keys of both buckets in the order of the keys, with one request to each bucket', async () => {
  const asked: [string, readonly string[]][] = [];
  const [home, other] = ['home', 'place'].map((name) => {
    const bucket = new ReceivingBucket();
    const versionsOf = (keys: readonly string[], limit: number) => {
      asked.push([name, keys]);
      return Promise.all(keys.map((key) => bucket.versions(key, limit)));
    };
    return Object.assign(bucket, { versionsOf });
  });
  const both = splitBucket(settings, home!, () => other!);
  home!.put('story/latest.zip', '1');
  for (const text of ['1', '2', '3']) other!.put('story/prod.zip', text);
  // Of another app's or a former tag in the wrong bucket, nothing is told.
  home!.put('story/prod.zip', 'left over');
  const listed = await both.versionsOf!(
    ['story/prod.zip', 'story/latest.zip', 'story/none.zip', 'story/prod.hold.json'],
    2,
  );
  expect(listed.map((versions) => versions.map(({ key }) => key))).toEqual([
    ['story/prod.zip', 'story/prod.zip'],
    ['story/latest.zip'],
    [],
    [],
  ]);
  expect(asked).toEqual([
    ['home', ['story/latest.zip', 'story/none.zip']],
    ['place', ['story/prod.zip', 'story/prod.hold.json']],
  ]);
  asked.length = 0;
  await both.versionsOf!(['story/prod.zip'], 1);
  expect(asked).toEqual([['place', ['story/prod.zip']]]);
});

it('keeps what a tag of the other bucket names, and prunes the copy together with the archive', async () => {
  const other = new ReleaseFixture(4);
  const its = new ReceivingBucket();
  const bucket = splitBucket(settings, other.bucket, () => its);
  const where = { ...other.context(), settings, bucket };
  const key = (index: number) => `story/${other.sha(index)}.zip`;
  try {
    for (const index of [0, 1, 2, 3]) {
      await publish(other.contextAt(index), { archive: await other.archive(`content ${index}`) });
      if (index === 0) await holdTag(where, { tag: 'latest' });
    }
    const target = chooseTarget(settings, { env: 'prod' });
    await applyPromotion(where, await planPromotion(where, target, other.sha(1)));
    // Brought for a promotion that lost a race.
    its.putByHand(key(2), Buffer.from('a copy'));
    const now = other.bucket.now().getTime() + 100 * day;
    const later = { ...where, clock: { now: () => now } };
    const plan = await planPrune(later, { olderThan: 90 * day, keep: 0 });
    expect(plan.view.toDelete.map(({ commit }) => commit)).toEqual([other.sha(2)]);
    await prune(later, plan);
    expect(await other.bucket.head(key(2))).toBeUndefined();
    expect(await its.head(key(2))).toBeUndefined();
    expect(await its.head(key(1))).toBeDefined();
    // No delete marker over what never was there.
    expect(await its.versions(key(3))).toEqual([]);
  } finally {
    await other.dispose();
  }
});
