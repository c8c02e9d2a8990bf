import { planPromotion } from '../promote/plan';
import { applyPromotion } from '../promote/promote';
import { chooseTarget } from '../../config/choose-target';
import { publish } from '../publish/publish';
import { MemoryPipelines } from '../../testing/memory-pipelines';
import { ReleaseFixture } from '../../testing/release-fixture';
import { holdTag } from '../hold/hold';
import { reject } from '../reject/reject';
import { readStatus } from './status';

const fixtures: ReleaseFixture[] = [];
afterAll(() => Promise.all(fixtures.map((fixture) => fixture.dispose())));

async function published(count: number): Promise<ReleaseFixture> {
  const fixture = new ReleaseFixture(5);
  fixtures.push(fixture);
  for (let index = 0; index < count; index += 1)
    await publish(fixture.contextAt(index), { archive: await fixture.archive(`content ${index}`) });
  return fixture;
}

async function promote(fixture: ReleaseFixture, env: string, index: number) {
  const context = fixture.context('eve');
  const target = chooseTarget(context.settings, { env });
  await applyPromotion(context, await planPromotion(context, target, fixture.sha(index)), 'because');
}

it('tells for each environment what is there, by whom, how far behind, and what holds it', async () => {
  const fixture = await published(3);
  await promote(fixture, 'uat', 0);
  await holdTag(fixture.context('ida'), { tag: 'uat' }, 'audit');
  const { newest, environments } = await readStatus(fixture.context());
  expect(newest).toEqual({ commit: fixture.sha(2), subject: 'commit number 2' });
  expect(environments).toMatchObject([
    { name: 'stage', behind: 0, current: { commit: fixture.sha(2) }, hold: undefined },
    {
      name: 'uat',
      behind: 2,
      current: { commit: fixture.sha(0), author: 'Amy', actor: 'eve', reason: 'because' },
      hold: { actor: 'ida', reason: 'audit' },
    },
    { name: 'qa', tag: 'uat', behind: 2 },
    { name: 'prod', current: undefined, behind: undefined, run: undefined, live: undefined },
  ]);
});

it('sees that the pipeline put an earlier version back while the tag names the bad one', async () => {
  const fixture = await published(2);
  const [bad, good] = await fixture.bucket.versions('story/latest.zip');
  const pipelines = new MemoryPipelines();
  pipelines.ran('story-stage-pipeline', good?.versionId, 'Succeeded');
  pipelines.ran('story-stage-pipeline', bad?.versionId, 'Failed');
  const [before] = (await readStatus({ ...fixture.context(), pipelines })).environments;
  expect(before).toMatchObject({
    run: { status: 'Failed' },
    live: { commit: fixture.sha(0), isOnTag: false },
  });
  pipelines.ran('story-stage-pipeline', good?.versionId, 'Succeeded', { type: 'rollback' });
  const [after] = (await readStatus({ ...fixture.context(), pipelines })).environments;
  expect(after).toMatchObject({
    run: { status: 'Succeeded' },
    current: { commit: fixture.sha(1) },
    live: { commit: fixture.sha(0), isOnTag: false },
  });
  pipelines.ran('story-stage-pipeline', bad?.versionId, 'Succeeded');
  const [healed] = (await readStatus({ ...fixture.context(), pipelines })).environments;
  expect(healed?.live).toMatchObject({ commit: fixture.sha(1), isOnTag: true });
});

it('says that what is live was rejected, and does not count it as the newest', async () => {
  const fixture = await published(2);
  await reject(fixture.context(), fixture.sha(1), 'loses data');
  const { newest, environments } = await readStatus(fixture.context());
  expect(newest?.commit).toBe(fixture.sha(0));
  expect(environments[0]).toMatchObject({ behind: 0, rejection: { reason: 'loses data' } });
});

it('asks the clone who wrote what an older Sluice published', async () => {
  const fixture = await published(1);
  const object = await fixture.bucket.head('story/latest.zip');
  if (object === undefined) throw new Error('Nothing is on the tag.');
  const { author, ...older } = object.metadata;
  expect(author).toBe('Amy');
  await fixture.bucket.copy(object, object.key, older);
  const [stage] = (await readStatus(fixture.context())).environments;
  expect(stage?.current?.author).toBe('Amy');
});

it('is complete on an empty bucket, and where a tag was copied manually', async () => {
  const fixture = await published(0);
  expect(await readStatus(fixture.context())).toMatchObject({
    newest: undefined,
    environments: [{}, {}, {}, {}],
  });
  fixture.bucket.put('story/latest.zip', 'x');
  const [stage] = (await readStatus(fixture.context())).environments;
  expect(stage).toMatchObject({ current: { commit: undefined, size: 1 }, behind: undefined });
});

it('does not count the execution that CodePipeline starts by itself when it makes a pipeline', async () => {
  const fixture = await published(1);
  const pipelines = new MemoryPipelines();
  const trigger = { type: 'CreatePipeline' };
  pipelines.ran('story-stage-pipeline', undefined, 'Failed', { trigger, sourceRevisions: [] });
  const [stage] = (await readStatus({ ...fixture.context(), pipelines })).environments;
  expect(stage).toMatchObject({ current: { commit: fixture.sha(0) }, run: undefined, live: undefined });
});

describe('a version that no execution has taken up', () => {
  const undelivered = async (
    fixture: ReleaseFixture,
    pipelines: MemoryPipelines | undefined,
    minutes: number,
  ) => {
    const now = fixture.bucket.now().getTime() + minutes * 60_000;
    const context = { ...fixture.context(), ...(pipelines && { pipelines }), clock: { now: () => now } };
    return (await readStatus(context)).environments[0]?.undeliveredSince;
  };

  it('is told once its event had ten minutes, until an execution starts on it', async () => {
    const fixture = await published(2);
    const [version, earlier] = await fixture.bucket.versions('story/latest.zip');
    const pipelines = new MemoryPipelines();
    pipelines.ran('story-stage-pipeline', earlier?.versionId, 'Succeeded');
    expect(await undelivered(fixture, pipelines, 5)).toBeUndefined();
    expect(await undelivered(fixture, pipelines, 60)).toBe(version?.lastModified.toISOString());
    const starting = pipelines.ran('story-stage-pipeline', undefined, 'InProgress', { sourceRevisions: [] });
    expect(await undelivered(fixture, pipelines, 60)).toBeUndefined();
    starting.status = 'Failed';
    expect(await undelivered(fixture, pipelines, 60)).toBe(version?.lastModified.toISOString());
    pipelines.ran('story-stage-pipeline', version?.versionId, 'Failed');
    expect(await undelivered(fixture, pipelines, 60)).toBeUndefined();
  });

  it('is not told where nothing is known of the pipeline, or older executions may name it', async () => {
    const fixture = await published(1);
    expect(await undelivered(fixture, undefined, 60)).toBeUndefined();
    const pipelines = new MemoryPipelines();
    expect(await undelivered(fixture, pipelines, 60)).toBeUndefined();
    for (let count = 0; count < 100; count += 1) pipelines.ran('story-stage-pipeline', 'other', 'Succeeded');
    expect(await undelivered(fixture, pipelines, 60)).toBeUndefined();
  });
});
