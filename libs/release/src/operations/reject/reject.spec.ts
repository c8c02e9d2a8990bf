import { planPromotion } from '../promote/plan';
import { applyPromotion, assertAllowed } from '../promote/promote';
import { chooseTarget } from '../../config/choose-target';
import { publish } from '../publish/publish';
import { ReleaseFixture } from '../../testing/release-fixture';
import { accept, reject } from './reject';
import { removeHold } from '../hold/unhold';

let fixture: ReleaseFixture;
beforeEach(async () => {
  fixture = new ReleaseFixture(3);
  for (const index of [0, 1])
    await publish(fixture.contextAt(index), { archive: await fixture.archive(`content ${index}`) });
});
afterEach(() => fixture.dispose());

function plan(index: number) {
  const context = fixture.context();
  return planPromotion(context, chooseTarget(context.settings, { env: 'uat' }), fixture.sha(index));
}

it('suggests the nearest branch or tag for a name that is unknown, for a rejection and a promotion alike', async () => {
  const commits = Object.assign(Object.create(fixture.commits) as typeof fixture.commits, {
    resolve: async () => undefined,
    names: async () => ['main', 'release/2.0', 'v1.4.0'],
  });
  const context = { ...fixture.context(), commits };
  const target = chooseTarget(context.settings, { env: 'uat' });
  for (const [typed, meant] of [
    ['mian', 'main'],
    ['release/20', 'release/2.0'],
    ['haed', 'HEAD'],
  ] as const) {
    const remedy = expect.stringMatching(new RegExp(`^Did you mean "${meant}"\\? Use a sha`));
    await expect(reject(context, typed, 'bad')).rejects.toMatchObject({ remedy });
    await expect(planPromotion(context, target, typed)).rejects.toMatchObject({ remedy });
  }
  await expect(reject(context, 'feature/login', 'bad')).rejects.toMatchObject({
    remedy: expect.stringMatching(/^Use a sha/),
  });
});

it('refuses every later promotion, in the plan and when it is executed, and makes no version of the archive', async () => {
  const planned = await plan(1);
  expect(await reject(fixture.context('ida'), fixture.sha(1), 'loses data')).toMatchObject({
    outcome: 'rejected',
    commit: fixture.sha(1),
    environments: ['stage'],
    rejection: { reason: 'loses data', actor: 'ida' },
  });
  expect(await fixture.bucket.versions(`story/${fixture.sha(1)}.zip`)).toHaveLength(1);
  await expect(applyPromotion(fixture.context(), planned)).rejects.toThrow(
    /rejected by ida at .*: loses data/,
  );
  const again = await plan(1);
  expect(() => assertAllowed(again)).toThrow(expect.objectContaining({ code: 'rejected' }));
  await applyPromotion(fixture.context(), await plan(0));
});

it('keeps the first rejection and tags of others, and can be taken back', async () => {
  const key = `story/${fixture.sha(1)}.zip`;
  await fixture.bucket.setTags(key, { team: 'blue' });
  await reject(fixture.context('ida'), fixture.sha(1), 'first');
  expect(await reject(fixture.context('eve'), fixture.sha(1), 'second')).toMatchObject({
    outcome: 'unchanged',
    rejection: { reason: 'first', actor: 'ida' },
  });
  expect(await fixture.bucket.tags(key)).toMatchObject({ team: 'blue', 'deploy-status': 'rejected' });
  expect(await accept(fixture.context(), fixture.sha(1))).toMatchObject({ outcome: 'accepted' });
  expect(await accept(fixture.context(), fixture.sha(1))).toMatchObject({ outcome: 'unchanged' });
  expect(await fixture.bucket.tags(key)).toEqual({ team: 'blue' });
  await applyPromotion(fixture.context(), await plan(1));
});

it('refuses the same content under a later commit, until that rejection is undone', async () => {
  await reject(fixture.context('ida'), fixture.sha(1), 'loses data');
  const context = fixture.context();
  const latest = chooseTarget(context.settings, { tag: 'latest' });
  await applyPromotion(context, await planPromotion(context, latest, fixture.sha(0)));
  const again = async () => publish(fixture.contextAt(2), { archive: await fixture.archive('content 1') });
  expect(await again()).toMatchObject({
    archive: { outcome: 'copied' },
    latest: { outcome: 'kept', why: 'rejected' },
  });
  expect(await removeHold(context, { tag: 'latest' })).toMatchObject({ moved: undefined });
  expect((await plan(2)).gateResults).toMatchObject([
    {
      rule: 'rejected',
      ok: false,
      explanation: expect.stringMatching(/^it has the same content as \w{8}, and that was rejected by ida/),
      rejected: fixture.sha(1),
      remedy: `Choose another commit, or undo the rejection of ${fixture.sha(1).slice(0, 8)}.`,
    },
  ]);
  await accept(context, fixture.sha(1));
  expect((await plan(2)).gateResults).toEqual([]);
  expect((await again()).latest).toMatchObject({ outcome: 'moved', from: fixture.sha(0) });
});

it('lets other content follow what was rejected', async () => {
  await reject(fixture.context('ida'), fixture.sha(1), 'loses data');
  const { latest: moved } = await publish(fixture.contextAt(2), {
    archive: await fixture.archive('content 2'),
  });
  expect(moved).toMatchObject({ outcome: 'moved', from: fixture.sha(1) });
});

it('writes only what S3 takes as a tag, and gives it back as it was', async () => {
  const [actor, reason] = ['ида <i@x.test>', `"quoted" & \u0007 ${'x'.repeat(200)}`];
  const { rejection } = await reject(fixture.context(actor), fixture.sha(1), reason);
  expect(rejection).toMatchObject({ actor, reason });
  const tags = Object.values(await fixture.bucket.tags(`story/${fixture.sha(1)}.zip`));
  for (const value of tags) expect(value).toMatch(/^[\p{L}\p{N} +\-=._:/@]{1,256}$/u);
});

it.each([
  ['no reason', undefined, undefined, 'reason-missing'],
  ['an empty one', undefined, ' ', 'reason-missing'],
  ['one that is too long', undefined, 'x'.repeat(257), 'reason-too-long'],
  ['nothing by that name', 'nowhere', 'why', 'unknown-revision'],
  ['what was not published', 'f'.repeat(40), 'why', 'not-published'],
])('stops for %s', async (_, ref, reason, code) => {
  await expect(reject(fixture.context(), ref ?? fixture.sha(1), reason)).rejects.toMatchObject({ code });
});
