import fc from 'fast-check';
import { resolveSettings } from '../config/resolve-settings';
import type { ReleaseContext } from '../context';
import { holdTag } from '../operations/hold/hold';
import { reject } from '../operations/reject/reject';
import type { ExecutionStatus } from '../ports/pipelines';
import { publish } from '../operations/publish/publish';
import { MemoryPipelines } from '../testing/memory-pipelines';
import { ReleaseFixture } from '../testing/release-fixture';
import { planPromotion } from '../operations/promote/plan';
import { applyPromotion, assertAllowed } from '../operations/promote/promote';
import { chooseTarget } from '../config/choose-target';

const hour = 3_600_000;

/** Packs what all runs ship. */
const packer = new ReleaseFixture();
afterAll(() => packer.dispose());
const statuses = ['Succeeded', 'Failed', 'InProgress', 'Stopped', 'Superseded', 'Cancelled'] as const;

/** Windows that open every day at `from` o'clock, so that the test can tell by itself whether they are open. */
const freeze = fc.array(
  fc.record({ from: fc.integer({ min: 0, max: 23 }), hours: fc.integer({ min: 1, max: 23 }) }),
  { maxLength: 1 },
);
/** What bars everything is rare, so that each rule decides often enough by itself. */
const seldom = fc.integer({ min: 0, max: 7 }).map((number) => number === 0);
const rules = fc.record({
  freeze,
  minAge: fc.option(fc.integer({ min: 1, max: 72 }), { freq: 1 }),
  requires: fc.boolean(),
});

const story = fc.record({
  /** Two environments that watch the tag in question. */
  prod: rules,
  twin: rules,
  /** What became of the archive in uat: a run, none that is known, no pipeline, an answer refused; or never there. */
  uat: fc.oneof(
    fc.constantFrom('Succeeded', 'no-pipeline'),
    fc.constantFrom(...statuses, 'unknown', 'no-pipeline', 'unanswered', 'never'),
  ),
  isHeld: seldom,
  isRejected: seldom,
  hasPredecessor: fc.boolean(),
  override: fc.option(fc.constant('prod is down'), { nil: undefined }),
  /** Minutes since the archive was published. */
  age: fc.integer({ min: 1, max: 2 * 24 * 60 }),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

function settingsOf({ prod, twin }: Story) {
  const environment = ({ freeze: windows, minAge, requires }: Story['prod']) => ({
    tag: 'prod',
    requires: requires ? ['uat'] : [],
    minAge: minAge === null ? undefined : `${minAge}h`,
    freeze: windows.map(({ from, hours }) => ({ schedule: `0 ${from} * * *`, duration: `${hours}h` })),
  });
  const environments = { uat: { tag: 'uat' }, prod: environment(prod), twin: environment(twin) };
  return resolveSettings({ file: { app: 'story', environments }, env: {} });
}

/** What the rules must come to, told without them. */
function mayGo(told: Story, at: Date, publishedAt: Date): boolean {
  const minute = at.getUTCHours() * 60 + at.getUTCMinutes();
  const isOpen = ({ from, hours }: Story['prod']['freeze'][number]) =>
    (minute - from * 60 + 1440) % 1440 < hours * 60;
  const both = [told.prod, told.twin];
  const isFrozen = both.some((one) => one.freeze.some(isOpen));
  const isYoung = both.some(({ minAge }) => at.getTime() - publishedAt.getTime() < (minAge ?? 0) * hour);
  const lacks = both.some(({ requires }) => requires) && !['Succeeded', 'no-pipeline'].includes(told.uat);
  const isBarred = (isFrozen || isYoung || lacks) && told.override === undefined;
  return !told.isHeld && !told.isRejected && !isBarred;
}

async function playedIn(
  fixture: ReleaseFixture,
  told: Story,
): Promise<{ context: ReleaseContext; publishedAt: Date }> {
  const pipelines = new MemoryPipelines();
  const settings = settingsOf(told);
  const before = { ...fixture.context(), settings };
  for (const index of [0, 1])
    await publish(fixture.contextAt(index), { archive: await packer.archive(`content ${index}`) });
  const publishedAt = (await fixture.bucket.head(`story/${fixture.sha(1)}.zip`))?.lastModified ?? new Date(0);
  const promoted = async (env: string, index: number) =>
    applyPromotion(
      before,
      await planPromotion(before, chooseTarget(settings, { env }), fixture.sha(index)),
      'before',
    );
  const clock = { now: () => publishedAt.getTime() + 10 * 24 * hour };
  if (told.hasPredecessor) {
    await promoted('uat', 0);
    const quiet = { ...settings, environments: settings.environments.map((one) => ({ ...one, freeze: [] })) };
    const target = chooseTarget(quiet, { env: 'prod' });
    await applyPromotion(
      { ...before, clock },
      await planPromotion({ ...before, clock }, target, fixture.sha(0)),
    );
  }
  if (told.uat !== 'no-pipeline') pipelines.add('story-uat-pipeline');
  if (told.uat !== 'never') {
    const { versionId } = await promoted('uat', 1);
    if (statuses.some((status) => status === told.uat))
      pipelines.ran('story-uat-pipeline', versionId, told.uat as ExecutionStatus);
  }
  if (told.uat === 'unanswered') pipelines.failure = new Error('The line is dead.');
  if (told.isRejected) await reject(before, fixture.sha(1), 'bad');
  if (told.isHeld) await holdTag(before, { tag: 'prod' });
  const at = publishedAt.getTime() + told.age * 60_000;
  return { context: { ...before, pipelines, clock: { now: () => at } }, publishedAt };
}

it('says in the plan and in a dry run what the promotion will do, for any gates, history and time', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const fixture = new ReleaseFixture(2);
      try {
        const { context, publishedAt } = await playedIn(fixture, told);
        const { override } = told;
        const target = chooseTarget(context.settings, { env: 'prod' });
        const planned = () => planPromotion(context, target, fixture.sha(1), { override });
        const [plan, dryRun] = [await planned(), await planned()];
        expect(dryRun.gateResults).toEqual(plan.gateResults);
        const writes = fixture.bucket.versionCount();
        const gateResult = await outcomeOf(async () => assertAllowed(plan));
        expect(fixture.bucket.versionCount()).toBe(writes);

        const action = await outcomeOf(() => applyPromotion(context, plan, 'release 1'));
        expect(action).toBe(gateResult);
        const isAllowed = mayGo(told, new Date(context.clock?.now() ?? 0), publishedAt);
        expect({ gateResult, isAllowed: gateResult === 'allowed' }).toEqual({ gateResult, isAllowed });
        expect(fixture.bucket.versionCount()).toBe(writes + (isAllowed ? 1 : 0));
        const on = await fixture.bucket.head('story/prod.zip');
        expect(on?.metadata.commit === fixture.sha(1)).toBe(isAllowed);

        const overridden = plan.gateResults.filter(({ isOverridden }) => isOverridden);
        if (override === undefined) expect(overridden).toEqual([]);
        const reason = isAllowed ? on?.metadata.reason : undefined;
        const rulesPassed = [...new Set(overridden.map(({ rule }) => rule))].join(', ');
        if (isAllowed)
          expect(reason).toBe(
            rulesPassed === '' ? 'release 1' : `override of ${rulesPassed}: prod is down; release 1`,
          );
      } finally {
        await fixture.dispose();
      }
    }),
    { numRuns: 100 },
  );
}, 180_000);

async function outcomeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return 'allowed';
  } catch (error) {
    return (error as Error).message;
  }
}
