import type { ExecutionStatus } from '../ports/pipelines';
import { publish } from '../operations/publish/publish';
import { MemoryPipelines } from '../testing/memory-pipelines';
import { World } from '../testing/release-fixture';
import { planPromotion } from '../operations/promote/plan';
import { carryOut } from '../operations/promote/promote';
import { chooseTarget } from '../config/choose-target';

let world: World;
let pipelines: MemoryPipelines;
beforeEach(async () => {
  world = new World(2);
  pipelines = new MemoryPipelines();
  await publish(world.contextAt(0), { archive: await world.archive('content') });
});
afterEach(() => world.dispose());

const target = (env: string) => chooseTarget(world.context().settings, { env });

async function inUat(): Promise<string | undefined> {
  const context = world.context();
  return (await carryOut(context, await planPromotion(context, target('uat'), world.sha(0)))).versionId;
}

async function verdict(context = { ...world.context(), pipelines }) {
  const { verdicts } = await planPromotion(context, target('prod'), world.sha(0));
  return verdicts.at(-1);
}

it.each<[ExecutionStatus, boolean, string]>([
  ['Succeeded', true, 'it ran well in uat'],
  ['InProgress', false, 'it is still on its way into uat'],
  ['Failed', false, 'it failed in uat'],
  ['Stopped', false, 'its way into uat was stopped'],
  ['Superseded', false, 'a newer version overtook it on its way into uat'],
])('a run that is %s: %p, %s', async (status, ok, explanation) => {
  pipelines.ran('story-uat-pipeline', await inUat(), status);
  expect(await verdict()).toMatchObject({ rule: 'requires', ok, explanation });
});

it('a pipeline that knows of no run on it refuses it', async () => {
  pipelines.add('story-uat-pipeline');
  expect(await verdict()).toMatchObject({ ok: false, explanation: 'it has never been in uat' });
  await inUat();
  const explanation = 'it has been in uat, but "story-uat-pipeline" knows of no run on it';
  expect(await verdict()).toMatchObject({ ok: false, explanation });
});

it('having been there is enough where no pipeline exists, and it says so', async () => {
  await inUat();
  const explanation = 'it has been in uat; no pipeline there tells how it ran';
  expect(await verdict()).toMatchObject({ ok: true, explanation });
  expect(await verdict({ ...world.context(), pipelines: undefined as never })).toMatchObject({ explanation });
});

it('a pipeline of the whole app says nothing of a part that is shipped alone', async () => {
  pipelines.add('story-uat-pipeline');
  const part = { ...world.context(), prefix: 'story/client/' };
  await publish(
    { ...part, commits: world.contextAt(0).commits },
    { archive: await world.archive('content') },
  );
  await carryOut(part, await planPromotion(part, target('uat'), world.sha(0)));
  expect(await verdict({ ...part, pipelines })).toMatchObject({ ok: true });
});

it('a pipeline that does not answer refuses it, and says why', async () => {
  await inUat();
  pipelines.failure = Object.assign(new Error('Access denied.'), { remedy: 'Get access.' });
  expect(await verdict()).toEqual({
    rule: 'requires',
    ok: false,
    explanation: 'whether it ran well in uat is not known: Access denied',
    remedy: 'Get access, or override it, saying why this cannot wait.',
  });
});

it('one run that went well is enough, although a later version with the same content failed', async () => {
  pipelines.ran('story-uat-pipeline', await inUat(), 'Succeeded');
  await publish(world.contextAt(1), { archive: await world.archive('other') });
  const context = world.context();
  await carryOut(context, await planPromotion(context, target('uat'), world.sha(1)));
  pipelines.ran('story-uat-pipeline', await inUat(), 'Failed');
  expect(await verdict()).toMatchObject({ ok: true, explanation: 'it ran well in uat' });
});
