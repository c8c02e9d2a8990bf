import fc from 'fast-check';
import { holdTag } from '../operate/hold';
import { reject } from '../operate/reject';
import { publish } from '../publish/publish';
import { World } from '../testing/world';
import { planPromotion } from './plan';
import { carryOut, requireAllowed } from './promote';
import { chooseTarget } from './target';

const state = fc.record({
  isHeld: fc.boolean(),
  isRejected: fc.boolean(),
  hasBeenInUat: fc.boolean(),
  override: fc.option(fc.constant('prod is down'), { nil: undefined }),
});

it('says in the plan what the deed will do, whatever the state', async () => {
  await fc.assert(
    fc.asyncProperty(state, async ({ isHeld, isRejected, hasBeenInUat, override }) => {
      const world = new World(2);
      try {
        const context = world.context();
        await publish(world.contextAt(0), { archive: await world.archive('content') });
        const target = (env: string) => chooseTarget(context.settings, { env });
        if (hasBeenInUat) await carryOut(context, await planPromotion(context, target('uat'), world.sha(0)));
        if (isRejected) await reject(context, world.sha(0), 'bad');
        if (isHeld) await holdTag(context, { tag: 'prod' });

        const plan = await planPromotion(context, target('prod'), world.sha(0), { override });
        const verdict = await outcomeOf(async () => requireAllowed(plan));
        const deed = await outcomeOf(() => carryOut(context, plan));
        expect(deed).toBe(verdict);
        expect(verdict === 'allowed').toBe(hasBeenInUat && !isRejected && !isHeld);
        const isThere = (await world.bucket.head('story/prod.zip')) !== undefined;
        expect(isThere).toBe(verdict === 'allowed');
      } finally {
        await world.dispose();
      }
    }),
    { numRuns: 40 },
  );
});

async function outcomeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return 'allowed';
  } catch (error) {
    return (error as Error).message;
  }
}
