import { FailedError, RefusedError, UsageError } from '../../errors';
import { planPromotion } from '../promote/plan';
import { carryOut, requireAllowed } from '../promote/promote';
import { chooseTarget } from '../../config/choose-target';
import { publish } from '../publish/publish';
import { World } from '../../testing/release-fixture';
import { accept, reject } from './reject';
import { releaseHold } from '../hold/unhold';

let world: World;
beforeEach(async () => {
  world = new World(3);
  for (const index of [0, 1])
    await publish(world.contextAt(index), { archive: await world.archive(`content ${index}`) });
});
afterEach(() => world.dispose());

function plan(index: number) {
  const context = world.context();
  return planPromotion(context, chooseTarget(context.settings, { env: 'uat' }), world.sha(index));
}

it('refuses every later promotion, in the plan and in the deed alike, and makes no version of the archive', async () => {
  const planned = await plan(1);
  expect(await reject(world.context('ida'), world.sha(1), 'loses data')).toMatchObject({
    outcome: 'rejected',
    commit: world.sha(1),
    environments: ['stage'],
    rejection: { reason: 'loses data', actor: 'ida' },
  });
  expect(await world.bucket.versions(`story/${world.sha(1)}.zip`)).toHaveLength(1);
  await expect(carryOut(world.context(), planned)).rejects.toThrow(/rejected by ida at .*: loses data/);
  const again = await plan(1);
  expect(() => requireAllowed(again)).toThrow(RefusedError);
  await carryOut(world.context(), await plan(0));
});

it('keeps the first rejection and tags of others, and can be taken back', async () => {
  const key = `story/${world.sha(1)}.zip`;
  await world.bucket.setTags(key, { team: 'blue' });
  await reject(world.context('ida'), world.sha(1), 'first');
  expect(await reject(world.context('eve'), world.sha(1), 'second')).toMatchObject({
    outcome: 'unchanged',
    rejection: { reason: 'first', actor: 'ida' },
  });
  expect(await world.bucket.tags(key)).toMatchObject({ team: 'blue', 'deploy-status': 'rejected' });
  expect(await accept(world.context(), world.sha(1))).toMatchObject({ outcome: 'accepted' });
  expect(await accept(world.context(), world.sha(1))).toMatchObject({ outcome: 'unchanged' });
  expect(await world.bucket.tags(key)).toEqual({ team: 'blue' });
  await carryOut(world.context(), await plan(1));
});

it('refuses the same content under a later commit, until that rejection is taken back', async () => {
  await reject(world.context('ida'), world.sha(1), 'loses data');
  const context = world.context();
  const latest = chooseTarget(context.settings, { tag: 'latest' });
  await carryOut(context, await planPromotion(context, latest, world.sha(0)));
  const again = async () => publish(world.contextAt(2), { archive: await world.archive('content 1') });
  expect(await again()).toMatchObject({
    archive: { outcome: 'copied' },
    latest: { outcome: 'kept', why: 'rejected' },
  });
  expect(await releaseHold(context, { tag: 'latest' })).toMatchObject({ moved: undefined });
  expect((await plan(2)).verdicts).toMatchObject([
    {
      rule: 'rejected',
      ok: false,
      explanation: expect.stringMatching(/^it has the content of \w{8}, and that was rejected by ida/),
      rejected: world.sha(1),
      remedy: `Choose another commit, or take the rejection of ${world.sha(1).slice(0, 8)} back.`,
    },
  ]);
  await accept(context, world.sha(1));
  expect((await plan(2)).verdicts).toEqual([]);
  expect((await again()).latest).toMatchObject({ outcome: 'moved', from: world.sha(0) });
});

it('lets other content follow what was rejected', async () => {
  await reject(world.context('ida'), world.sha(1), 'loses data');
  const { latest: moved } = await publish(world.contextAt(2), { archive: await world.archive('content 2') });
  expect(moved).toMatchObject({ outcome: 'moved', from: world.sha(1) });
});

it('writes only what S3 takes as a tag, and gives it back as it was', async () => {
  const [actor, reason] = ['ида <i@x.test>', `"quoted" & \u0007 ${'x'.repeat(200)}`];
  const { rejection } = await reject(world.context(actor), world.sha(1), reason);
  expect(rejection).toMatchObject({ actor, reason });
  const tags = Object.values(await world.bucket.tags(`story/${world.sha(1)}.zip`));
  for (const value of tags) expect(value).toMatch(/^[\p{L}\p{N} +\-=._:/@]{1,256}$/u);
});

it.each([
  ['no reason', undefined, undefined, UsageError],
  ['an empty one', undefined, ' ', UsageError],
  ['one that is too long', undefined, 'x'.repeat(257), UsageError],
  ['nothing by that name', 'nowhere', 'why', UsageError],
  ['what was never published', 'f'.repeat(40), 'why', FailedError],
])('stops for %s', async (_, ref, reason, type) => {
  await expect(reject(world.context(), ref ?? world.sha(1), reason)).rejects.toThrow(type);
});
