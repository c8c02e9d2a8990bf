import { planPromotion } from './promote/plan';
import { applyPromotion } from './promote/promote';
import { chooseTarget } from '../config/choose-target';
import { publish } from './publish/publish';
import { MemoryPipelines } from '../testing/memory-pipelines';
import { ReleaseFixture } from '../testing/release-fixture';
import { findDeployment } from './find-deployment';
import { narrowed } from './redeploy/redeploy';

const minute = 60_000;
let fixture: ReleaseFixture;
let pipelines: MemoryPipelines;
/** The versions that came to uat, oldest first. */
let versions: string[];

beforeEach(async () => {
  fixture = new ReleaseFixture(2);
  pipelines = new MemoryPipelines();
  for (const name of ['uat', 'qa']) pipelines.add(`story-${name}-pipeline`);
  versions = [];
  for (const index of [0, 1]) {
    await publish(fixture.contextAt(index), { archive: await fixture.archive(`content ${index}`) });
    const plan = await planPromotion(fixture.context(), target('uat'), fixture.sha(index));
    versions.push((await applyPromotion(fixture.context(), plan)).versionId ?? '');
  }
});
afterEach(() => fixture.dispose());

function target(env: string) {
  return narrowed(chooseTarget(fixture.context().settings, { env }), env);
}

/** @param age of what is on the tag, in milliseconds. */
function find(env: string, age: number) {
  const clock = { now: () => fixture.bucket.now().getTime() + age };
  return findDeployment({ ...fixture.context(), pipelines, clock }, target(env));
}

it('finds the version on the tag, and waits for one that came a moment ago', async () => {
  expect(await find('uat', 1000)).toMatchObject({
    tag: 'uat',
    key: 'story/uat.zip',
    commit: fixture.sha(1),
    versionId: versions[1],
    written: 'now',
  });
  expect(await find('uat', 10 * minute)).toMatchObject({ versionId: versions[1], written: 'earlier' });
});

it('finds what is under way, although the tag names another version', async () => {
  pipelines.ran('story-uat-pipeline', versions[1], 'Failed');
  pipelines.ran('story-uat-pipeline', versions[0], 'InProgress');
  expect(await find('uat', 10 * minute)).toMatchObject({ versionId: versions[0], commit: fixture.sha(0) });
});

it('waits for the version that came a moment ago, although an older one is under way', async () => {
  pipelines.ran('story-uat-pipeline', versions[0], 'InProgress');
  expect(await find('uat', 1000)).toMatchObject({ versionId: versions[1], written: 'now' });
});

it('finds the version on the tag where an older one has ended, or has only been rolled back to', async () => {
  pipelines.ran('story-uat-pipeline', versions[1], 'Succeeded');
  pipelines.ran('story-uat-pipeline', versions[0], 'Succeeded');
  pipelines.ran('story-uat-pipeline', versions[0], 'InProgress', { type: 'rollback' });
  expect(await find('uat', 10 * minute)).toMatchObject({ versionId: versions[1] });
});

it('finds the version on the tag where the pipelines of a shared tag work on different ones', async () => {
  pipelines.ran('story-uat-pipeline', versions[0], 'InProgress');
  const clock = { now: () => fixture.bucket.now().getTime() + 10 * minute };
  const shared = chooseTarget(fixture.context().settings, { tag: 'uat' });
  expect(await findDeployment({ ...fixture.context(), pipelines, clock }, shared)).toMatchObject({
    versionId: versions[1],
    environments: [{ name: 'uat' }, { name: 'qa' }],
  });
});

it('leaves it to the watch to tell why a pipeline does not answer', async () => {
  pipelines.failure = new Error('Access denied.');
  expect(await find('uat', 10 * minute)).toMatchObject({ versionId: versions[1] });
});

it.each([
  ['nothing is on the tag', 'prod', 'nothing-on-tag', /"prod" has no content/],
  ['nobody knows which commit is there', 'uat', 'commit-unknown', /has no commit in its metadata/],
])('fails when %s', async (_, env, code, message) => {
  if (env === 'uat') fixture.bucket.put('story/uat.zip', 'x');
  await expect(find(env, 0)).rejects.toMatchObject({ code });
  await expect(find(env, 0)).rejects.toThrow(message);
});
