import { chooseTarget } from '../config/choose-target';
import { resolveSettings } from '../config/resolve-settings';
import type { ReleaseContext } from '../context';
import { planPromotion } from '../operations/promote/plan';
import { applyPromotion } from '../operations/promote/promote';
import { publish } from '../operations/publish/publish';
import { reject } from '../operations/reject/reject';
import { ReleaseFixture } from '../testing/release-fixture';

let fixture: ReleaseFixture;
beforeEach(async () => {
  fixture = new ReleaseFixture(5);
  for (const index of [0, 1, 2, 3])
    await publish(fixture.contextAt(index), { archive: await fixture.archive(`content ${index}`) });
});
afterEach(() => fixture.dispose());

function contextWith(maxBehind: unknown): ReleaseContext {
  const environments = { stage: { tag: 'latest' }, prod: { tag: 'prod', maxBehind } };
  return {
    ...fixture.context(),
    settings: resolveSettings({ file: { app: 'story', environments }, env: {} }),
  };
}

const planOf = (context: ReleaseContext, index: number, override?: string) =>
  planPromotion(context, chooseTarget(context.settings, { env: 'prod' }), fixture.sha(index), { override });

it.each([
  [3, 0, true, 'it is 0 commits behind'],
  [2, 1, true, 'it is 1 commit behind'],
  [1, 1, false, 'it is 2 commits behind'],
  [2, 0, false, 'it is 1 commit behind'],
])('answers for commit %i where prod allows at most %i: %p', async (index, maxBehind, ok, distance) => {
  const { gateResults } = await planOf(contextWith(maxBehind), index);
  const explanation = `${distance} ${fixture.sha(3).slice(0, 8)}, the newest published commit, and prod allows at most ${maxBehind}`;
  expect(gateResults).toMatchObject([{ rule: 'maxBehind', ok, explanation }]);
});

it('refuses the promotion, and lets it pass with a reason that the history keeps', async () => {
  const context = contextWith(1);
  await expect(applyPromotion(context, await planOf(context, 0))).rejects.toMatchObject({
    code: 'refused',
    remedy: expect.stringContaining(`Promote a newer commit, such as ${fixture.sha(3).slice(0, 8)}`),
  });
  await applyPromotion(context, await planOf(context, 0, 'the checkout is broken'));
  const { reason = '' } = (await fixture.bucket.head('story/prod.zip'))?.metadata ?? {};
  expect(decodeURIComponent(reason)).toBe('override of maxBehind: the checkout is broken');
});

it('does not count a newer commit that was rejected', async () => {
  await reject(fixture.context(), fixture.sha(3), 'it loses orders');
  const [result] = (await planOf(contextWith(0), 2)).gateResults;
  expect(result).toMatchObject({
    ok: true,
    explanation: expect.stringContaining(fixture.sha(2).slice(0, 8)),
  });
});

it('refuses where this clone does not know the commits in between', async () => {
  const context = contextWith(1);
  jest.spyOn(context.commits, 'ancestry').mockResolvedValue('unknown');
  expect((await planOf(context, 2)).gateResults).toMatchObject([
    { ok: false, explanation: expect.stringMatching(/^its distance to/) },
  ]);
});

it('asks for nothing where the environment has no such field', async () => {
  expect((await planOf(contextWith(undefined), 0)).gateResults).toEqual([]);
});

it.each([-1, 1.5, 1000, '3'])('rejects %p in sluice.json', (maxBehind) => {
  expect(() => contextWith(maxBehind)).toThrow(
    expect.objectContaining({ code: 'invalid-configuration', message: expect.stringContaining('maxBehind') }),
  );
});
