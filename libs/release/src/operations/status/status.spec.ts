import { planPromotion } from '../promote/plan';
import { carryOut } from '../promote/promote';
import { chooseTarget } from '../../config/choose-target';
import { publish } from '../publish/publish';
import { MemoryPipelines } from '../../testing/memory-pipelines';
import { World } from '../../testing/release-fixture';
import { holdTag } from '../hold/hold';
import { reject } from '../reject/reject';
import { readStatus } from './status';

const worlds: World[] = [];
afterAll(() => Promise.all(worlds.map((world) => world.dispose())));

async function published(count: number): Promise<World> {
  const world = new World(5);
  worlds.push(world);
  for (let index = 0; index < count; index += 1)
    await publish(world.contextAt(index), { archive: await world.archive(`content ${index}`) });
  return world;
}

async function promote(world: World, env: string, index: number) {
  const context = world.context('eve');
  const target = chooseTarget(context.settings, { env });
  await carryOut(context, await planPromotion(context, target, world.sha(index)), 'because');
}

it('tells for each environment what is there, by whom, how far behind, and what holds it', async () => {
  const world = await published(3);
  await promote(world, 'uat', 0);
  await holdTag(world.context('ida'), { tag: 'uat' }, 'audit');
  const { newest, environments } = await readStatus(world.context());
  expect(newest).toEqual({ commit: world.sha(2), subject: 'commit number 2' });
  expect(environments).toMatchObject([
    { name: 'stage', behind: 0, current: { commit: world.sha(2) }, hold: undefined },
    {
      name: 'uat',
      behind: 2,
      current: { commit: world.sha(0), author: 'Ada', actor: 'eve', reason: 'because' },
      hold: { actor: 'ida', reason: 'audit' },
    },
    { name: 'qa', tag: 'uat', behind: 2 },
    { name: 'prod', current: undefined, behind: undefined, run: undefined, live: undefined },
  ]);
});

it('sees that the pipeline put an earlier version back while the tag names the bad one', async () => {
  const world = await published(2);
  const [bad, good] = await world.bucket.versions('story/latest.zip');
  const pipelines = new MemoryPipelines();
  pipelines.ran('story-stage-pipeline', good?.versionId, 'Succeeded');
  pipelines.ran('story-stage-pipeline', bad?.versionId, 'Failed');
  const [before] = (await readStatus({ ...world.context(), pipelines })).environments;
  expect(before).toMatchObject({ run: { status: 'Failed' }, live: { commit: world.sha(0), isOnTag: false } });
  pipelines.ran('story-stage-pipeline', good?.versionId, 'Succeeded', { type: 'rollback' });
  const [after] = (await readStatus({ ...world.context(), pipelines })).environments;
  expect(after).toMatchObject({
    run: { status: 'Succeeded' },
    current: { commit: world.sha(1) },
    live: { commit: world.sha(0), isOnTag: false },
  });
  pipelines.ran('story-stage-pipeline', bad?.versionId, 'Succeeded');
  const [healed] = (await readStatus({ ...world.context(), pipelines })).environments;
  expect(healed?.live).toMatchObject({ commit: world.sha(1), isOnTag: true });
});

it('says that what is live was rejected, and does not count it as the newest', async () => {
  const world = await published(2);
  await reject(world.context(), world.sha(1), 'loses data');
  const { newest, environments } = await readStatus(world.context());
  expect(newest?.commit).toBe(world.sha(0));
  expect(environments[0]).toMatchObject({ behind: 0, rejection: { reason: 'loses data' } });
});

it('asks the clone who wrote what an older Sluice published', async () => {
  const world = await published(1);
  const object = await world.bucket.head('story/latest.zip');
  if (object === undefined) throw new Error('Nothing is on the tag.');
  const { author, ...older } = object.metadata;
  expect(author).toBe('Ada');
  await world.bucket.copy(object, object.key, older);
  const [stage] = (await readStatus(world.context())).environments;
  expect(stage?.current?.author).toBe('Ada');
});

it('is whole on an empty bucket, and where a tag was copied by hand', async () => {
  const world = await published(0);
  expect(await readStatus(world.context())).toMatchObject({
    newest: undefined,
    environments: [{}, {}, {}, {}],
  });
  world.bucket.put('story/latest.zip', 'x');
  const [stage] = (await readStatus(world.context())).environments;
  expect(stage).toMatchObject({ current: { commit: undefined, size: 1 }, behind: undefined });
});

it('does not count the execution that CodePipeline starts by itself when it makes a pipeline', async () => {
  const world = await published(1);
  const pipelines = new MemoryPipelines();
  const trigger = { type: 'CreatePipeline' };
  pipelines.ran('story-stage-pipeline', undefined, 'Failed', { trigger, sourceRevisions: [] });
  const [stage] = (await readStatus({ ...world.context(), pipelines })).environments;
  expect(stage).toMatchObject({ current: { commit: world.sha(0) }, run: undefined, live: undefined });
});
