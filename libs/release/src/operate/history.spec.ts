import { chooseTarget } from '../promote/target';
import { publish } from '../publish/publish';
import { MemoryPipelines } from '../testing/memory-pipelines';
import { World } from '../testing/world';
import { readHistory } from './history';

const worlds: World[] = [];
afterAll(() => Promise.all(worlds.map((world) => world.dispose())));

async function published(count: number): Promise<World> {
  const world = new World(Math.max(count, 1));
  worlds.push(world);
  for (let index = 0; index < count; index += 1) {
    const archive = await world.archive(`content ${index}`);
    await publish(world.contextAt(index, `actor ${index}`), { archive, reason: `reason ${index}` });
  }
  return world;
}

function historyOf(world: World, env = 'stage', pipelines?: MemoryPipelines, limit?: number) {
  const context = { ...world.context(), pipelines };
  return readHistory(context, chooseTarget(context.settings, { env }), { limit });
}

it('tells who put what there, when, why, and how each environment took it, newest first', async () => {
  const world = await published(2);
  const [second, first] = await world.bucket.versions('story/latest.zip');
  const pipelines = new MemoryPipelines();
  pipelines.ran('story-stage-pipeline', first?.versionId, 'Succeeded');
  pipelines.ran('story-stage-pipeline', second?.versionId, 'Failed');
  pipelines.ran('story-stage-pipeline', first?.versionId, 'Succeeded', { type: 'rollback' });
  const { entries, arePipelinesKnown } = await historyOf(world, 'stage', pipelines);
  expect(arePipelinesKnown).toBe(true);
  expect(entries).toMatchObject([
    {
      commit: world.sha(1),
      previous: world.sha(0),
      actor: 'actor 1',
      reason: 'reason 1',
      subject: 'commit number 1',
      by: 'sluice',
      isCurrent: true,
      writtenAt: second?.lastModified.toISOString(),
      runs: [
        { environment: 'stage', status: 'Failed', url: expect.stringContaining('story-stage-pipeline') },
      ],
    },
    { commit: world.sha(0), isCurrent: false, runs: [{ status: 'Succeeded' }] },
  ]);
});

it('tells the runs of every environment that shares a tag, in their order', async () => {
  const world = await published(1);
  const { versionId } = world.bucket.put('story/uat.zip', 'x');
  const pipelines = new MemoryPipelines();
  pipelines.ran('story-qa-pipeline', versionId, 'Failed');
  pipelines.ran('story-uat-pipeline', versionId, 'Succeeded');
  const { entries, environments } = await historyOf(world, 'uat', pipelines);
  expect(environments).toEqual(['uat', 'qa']);
  expect(entries[0]?.runs.map(({ environment, status }) => [environment, status])).toEqual([
    ['uat', 'Succeeded'],
    ['qa', 'Failed'],
  ]);
});

it('shows what was copied by hand as such, with and without its metadata', async () => {
  const world = await published(1);
  const archive = await world.bucket.head(`story/${world.sha(0)}.zip`);
  world.bucket.put('story/uat.zip', 'not from here');
  world.bucket.put('story/uat.zip', 'x', { ...archive?.metadata });
  const { entries } = await historyOf(world, 'uat');
  expect(entries).toMatchObject([
    { by: 'hand', commit: world.sha(0), actor: 'actor 0' },
    { by: 'hand', commit: undefined, runs: [] },
  ]);
});

it('shows that somebody deleted the tag, and is empty where nothing ever was', async () => {
  const world = await published(1);
  expect((await historyOf(world, 'prod')).entries).toEqual([]);
  await world.bucket.remove('story/latest.zip');
  expect((await historyOf(world)).entries).toMatchObject([
    { by: 'removed', isCurrent: true },
    { by: 'sluice', isCurrent: false },
  ]);
});

it('asks for no more versions than it shows, a few at a time, and says that there are more', async () => {
  const world = await published(30);
  const head = world.bucket.head.bind(world.bucket);
  let [asked, atOnce, most] = [0, 0, 0];
  world.bucket.head = async (key, versionId) => {
    if (versionId === undefined) return head(key);
    asked += 1;
    most = Math.max(most, (atOnce += 1));
    const object = await head(key, versionId);
    atOnce -= 1;
    return object;
  };
  const history = await historyOf(world, 'stage', undefined, 25);
  expect(history.entries.map(({ commit }) => commit)).toEqual([...world.commits.shas].reverse().slice(0, 25));
  expect(history).toMatchObject({ isTruncated: true, arePipelinesKnown: false });
  expect([asked, most]).toEqual([25, 8]);
});

it('goes on without a pipeline that does not answer, and warns', async () => {
  const world = await published(1);
  const pipelines = new MemoryPipelines();
  expect(await historyOf(world, 'stage', pipelines)).toMatchObject({ arePipelinesKnown: false });
  expect(world.events.filter(({ kind }) => kind === 'warning')).toEqual([]);
  pipelines.failure = new Error('Access denied.');
  expect((await historyOf(world, 'stage', pipelines)).entries).toHaveLength(1);
  expect(world.events).toContainEqual({
    kind: 'warning',
    message: 'How things went in stage is not known: Access denied.',
  });
});
