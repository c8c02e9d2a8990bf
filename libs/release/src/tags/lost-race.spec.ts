import fc from 'fast-check';
import { holdTag } from '../operations/hold/hold';
import type { ReleaseContext } from '../context';
import { planPromotion } from '../operations/promote/plan';
import { applyPromotion } from '../operations/promote/promote';
import { chooseTarget } from '../config/choose-target';
import { publish } from '../operations/publish/publish';
import { ReleaseFixture } from '../testing/release-fixture';

/** Packs what all worlds ship. */
const packer = new ReleaseFixture();
afterAll(() => packer.dispose());

/** A bucket whose every answer comes when the scheduler lets it, so that writers overtake each other anywhere. */
function scheduled(context: ReleaseContext, scheduler: fc.Scheduler): ReleaseContext {
  const bucket = new Proxy(context.bucket, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || name === 'list') return value;
      return async (...args: unknown[]) => {
        await scheduler.schedule(Promise.resolve(), String(name));
        return (value as (...all: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  return { ...context, bucket };
}

/** An S3-compatible server that ignores conditions on whatever is put or copied, without saying so. */
async function s3CompatibleFixture(
  commits: number,
  fault: ReleaseFixture['bucket']['fault'] = () => 'condition-ignored',
): Promise<ReleaseFixture> {
  const fixture = new ReleaseFixture(commits);
  fixture.bucket.honorsConditions = undefined;
  fixture.bucket.fault = fault;
  for (let index = 0; index < commits; index += 1)
    await publish(fixture.contextAt(index), { archive: await packer.archive(`content ${index}`) });
  return fixture;
}

const promotionTo = (fixture: ReleaseFixture, context: ReleaseContext, index: number) =>
  planPromotion(context, chooseTarget(context.settings, { env: 'uat' }), fixture.sha(index));

it('lets exactly one of several promoters win where conditions are ignored, and the tag holds what is theirs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 2, max: 4 }),
      fc.boolean(),
      async (scheduler, promoters, hasPredecessor) => {
        const fixture = await s3CompatibleFixture(5);
        try {
          if (hasPredecessor) {
            const before = fixture.context('before');
            await applyPromotion(before, await promotionTo(fixture, before, 0));
          }
          const plans = await Promise.all(
            Array.from({ length: promoters }, async (_, index) => {
              const context = fixture.context(`promoter ${index}`);
              return { context, plan: await promotionTo(fixture, context, index + 1) };
            }),
          );
          // What the probes find out is no part of the race, and they would keep the racers apart.
          fixture.bucket.honorsConditions = true;
          const racing = Promise.allSettled(
            plans.map(({ context, plan }) => applyPromotion(scheduled(context, scheduler), plan)),
          );
          await scheduler.waitFor(racing);
          const ends = await racing;
          const won = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
          const lost = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
          expect(won).toHaveLength(1);
          for (const reason of lost) expect(reason).toMatchObject({ code: 'race-lost' });
          const on = await fixture.bucket.head('story/uat.zip');
          expect(on?.metadata.commit).toBe(won[0]?.commit);
        } finally {
          await fixture.dispose();
        }
      },
    ),
    { numRuns: 100 },
  );
}, 180_000);

it('warns once for a bucket, however much is written, and leaves no probe behind', async () => {
  const fixture = await s3CompatibleFixture(3);
  const context = fixture.context();
  for (const index of [0, 1]) await applyPromotion(context, await promotionTo(fixture, context, index));
  await holdTag(context, { tag: 'prod' });
  const warnings = fixture.events.filter(({ kind }) => kind === 'warning');
  expect(warnings).toEqual([
    { kind: 'warning', message: expect.stringMatching(/"memory" ignores conditions on writes/) },
  ]);
  for await (const { key } of fixture.bucket.list('story/')) expect(key).not.toContain('probe');
  await fixture.dispose();
});

it('says nothing of a bucket that honors conditions, nor of one where no probe may be written', async () => {
  for (const isRefused of [false, true]) {
    const fixture = await s3CompatibleFixture(2, (key) =>
      isRefused && key.includes('probe') ? 'lost-before' : undefined,
    );
    const context = fixture.context();
    await applyPromotion(context, await promotionTo(fixture, context, 0));
    expect(fixture.events.filter(({ kind }) => kind === 'warning')).toEqual([]);
    await fixture.dispose();
  }
});

it('keeps the archive that was first, although the second covered it', async () => {
  const fixture = await s3CompatibleFixture(1);
  const key = `story/${fixture.sha(0)}.zip`;
  const first = await fixture.bucket.head(key);
  const head = fixture.bucket.head.bind(fixture.bucket);
  let isBlind = true;
  // Two publishers of one commit have both found nothing there.
  fixture.bucket.head = async (asked, versionId) => {
    const isHidden = isBlind && asked === key && versionId === undefined;
    return isHidden ? undefined : head(asked, versionId);
  };
  const archive = await fixture.archive('another content');
  fixture.bucket.beforeWrite = (written) => {
    if (written === key) isBlind = false;
  };
  await expect(publish(fixture.contextAt(0), { archive })).rejects.toThrow(
    /already published with different content/,
  );
  expect((await fixture.bucket.head(key))?.metadata).toEqual(first?.metadata);
  await fixture.dispose();
});

it('leaves the hold that someone else put there', async () => {
  const fixture = await s3CompatibleFixture(1);
  await holdTag(fixture.context('ida'), { tag: 'uat' }, 'audit');
  expect(await holdTag(fixture.context('eve'), { tag: 'uat' })).toMatchObject({
    outcome: 'present',
    hold: { actor: 'ida', reason: 'audit' },
  });
  await fixture.dispose();
});
