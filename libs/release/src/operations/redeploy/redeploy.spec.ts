import { chooseTarget } from '../../config/choose-target';
import { MemoryPipelines } from '../../testing/memory-pipelines';
import { ReleaseFixture } from '../../testing/release-fixture';
import { readHistory } from '../history/history';
import { narrowed, planRedeploy, redeploy } from './redeploy';

const fixture = new ReleaseFixture(1);
afterAll(() => fixture.dispose());
const target = (names: { env?: string; tag?: string }) => chooseTarget(fixture.context().settings, names);
let pipelines: MemoryPipelines;
beforeEach(() => {
  pipelines = new MemoryPipelines();
  for (const name of ['uat', 'qa']) pipelines.add(`story-${name}-pipeline`, { key: 'story/uat.zip' });
});
const context = () => ({ ...fixture.context(), pipelines });

it('runs every pipeline of the tag again on the version that it names, and leaves the tag as it is', async () => {
  const { versionId } = fixture.bucket.put('story/uat.zip', 'x');
  const plan = await planRedeploy(context(), target({ tag: 'uat' }));
  fixture.bucket.put('story/uat.zip', 'somebody was faster');
  const before = await fixture.bucket.versions('story/uat.zip');
  expect((await redeploy(context(), plan)).started).toMatchObject([
    { environment: 'uat', executionId: 'execution-1' },
    { environment: 'qa', url: expect.stringContaining('story-qa-pipeline') },
  ]);
  expect(pipelines.started).toEqual([
    { pipeline: 'story-uat-pipeline', action: 'Source', versionId },
    { pipeline: 'story-qa-pipeline', action: 'Source', versionId },
  ]);
  expect(await fixture.bucket.versions('story/uat.zip')).toEqual(before);
});

const activity = async (env: string) => (await readHistory(context(), target({ env }))).activity;

it('leaves in the history who asked for it, and why', async () => {
  const { versionId } = fixture.bucket.put('story/uat.zip', 'x');
  const plan = await planRedeploy(context(), narrowed(target({ env: 'qa' }), 'qa'));
  await redeploy({ ...context(), actor: 'ida' }, plan, 'the secret was rotated');
  expect((await activity('qa'))[0]).toMatchObject({
    kind: 'redeploy',
    actor: 'ida',
    reason: 'the secret was rotated',
    versionId,
    environments: ['qa'],
  });
  await expect(redeploy(context(), plan, 'x'.repeat(501))).rejects.toMatchObject({ code: 'reason-too-long' });
});

it('records once what was killed before a pipeline started, and again what is asked for again', async () => {
  fixture.bucket.put('story/uat.zip', 'y');
  const plan = await planRedeploy(context(), narrowed(target({ env: 'uat' }), 'uat'));
  const count = async () => (await activity('uat')).filter(({ kind }) => kind === 'redeploy').length;
  const before = await count();
  const start = pipelines.start.bind(pipelines);
  pipelines.start = () => Promise.reject(new Error('killed'));
  await expect(redeploy(context(), plan, 'rotated')).rejects.toThrow('killed');
  pipelines.start = start;
  await redeploy(context(), plan, 'rotated');
  expect(await count()).toBe(before + 1);
  await redeploy(context(), plan, 'rotated');
  await redeploy(context(), plan, 'rotated once more');
  expect(await count()).toBe(before + 3);
});

it('runs one alone where an environment is named', async () => {
  const plan = await planRedeploy(context(), narrowed(target({ env: 'qa' }), 'qa'));
  await redeploy(context(), plan);
  expect(pipelines.started.map(({ pipeline }) => pipeline)).toEqual(['story-qa-pipeline']);
});

it.each([
  ['nothing is on the tag', 'prod', /"prod" has no content/],
  ['the pipeline is missing', 'stage', /does not exist/],
  ['the pipeline watches something else', 'uat', /watches s3:\/\/memory\/other\.zip, not/],
])('starts nothing when %s', async (_, env, message) => {
  fixture.bucket.put('story/latest.zip', 'x');
  pipelines.add('story-qa-pipeline', { key: 'other.zip' });
  await expect(planRedeploy(context(), target({ env }))).rejects.toThrow(message);
  expect(pipelines.started).toEqual([]);
});

it('fails where no pipelines are', async () => {
  await expect(planRedeploy(fixture.context(), target({ env: 'uat' }))).rejects.toMatchObject({
    code: 'no-pipelines',
  });
});
