import { withRejection } from '../../archives/rejection';
import { planRollback, rollBack } from './rollback';
import { newStories } from './testing/story';

const newStory = newStories();

it('goes to the last version that was deployed successfully, not merely to the one before, and holds', async () => {
  const story = newStory();
  await story.publish(0, 'Succeeded');
  await story.publish(1, 'Failed');
  await story.publish(2, 'Superseded');
  await story.publish(3, 'Failed');
  const plan = await planRollback(story.context(), story.target('stage'));
  expect(plan).toMatchObject({
    basis: 'ran-well',
    to: { commit: story.fixture.sha(0) },
    skipped: [
      { entry: { commit: story.fixture.sha(2) }, why: 'it ended as Superseded in stage' },
      { entry: { commit: story.fixture.sha(1) }, why: 'it ended as Failed in stage' },
    ],
    plan: { ancestry: 'descendant', files: { changed: ['app/file'] }, gateResults: [] },
  });
  expect(plan.plan.commits).toHaveLength(3);
  expect(await rollBack(story.context('ida'), plan, 'white page')).toMatchObject({
    outcome: 'moved',
    from: story.fixture.sha(3),
    commit: story.fixture.sha(0),
    hold: { outcome: 'held' },
  });
  const tag = await story.fixture.bucket.head('story/latest.zip');
  expect(decodeURIComponent(tag?.metadata.reason ?? '')).toMatch(/^rolled back from \w+ to \w+: white page$/);
  expect(tag?.metadata).toMatchObject({ actor: 'ida', previous: story.fixture.sha(3) });
  await story.publish(4);
  expect(await story.on('latest')).toBe(story.fixture.sha(0));
});

it('takes the version before where no pipeline can tell', async () => {
  const story = newStory();
  await story.publish(0);
  await story.publish(1);
  const plan = await planRollback(story.fixture.context(), story.target('stage'));
  expect(plan).toMatchObject({ basis: 'previous', to: { commit: story.fixture.sha(0) } });
});

it('goes by the newest run of a version', async () => {
  const story = newStory();
  await story.publish(0, 'Succeeded');
  await story.publish(1, 'Succeeded');
  const { versionId } = (await story.fixture.bucket.head('story/latest.zip')) ?? {};
  story.pipelines.ran('story-stage-pipeline', versionId, 'Failed');
  await story.publish(2, 'Failed');
  expect(await story.rollBack('stage')).toMatchObject({ commit: story.fixture.sha(0) });
});

it('never selects a rejected version', async () => {
  const story = newStory();
  await story.publish(0, 'Succeeded');
  await story.publish(1, 'Succeeded');
  await story.publish(2, 'Failed');
  await story.fixture.bucket.setTags(
    `story/${story.fixture.sha(1)}.zip`,
    withRejection({}, { reason: 'loses data' }),
  );
  const plan = await planRollback(story.context(), story.target('stage'));
  expect(plan).toMatchObject({
    to: { commit: story.fixture.sha(0) },
    skipped: [{ why: 'it was rejected: loses data' }],
  });
});

it('finds the content in the history when the archive is gone', async () => {
  const story = newStory();
  await story.publish(0, 'Succeeded');
  await story.publish(1, 'Failed');
  const key = `story/${story.fixture.sha(0)}.zip`;
  const { etag, versionId } = (await story.fixture.bucket.head(key)) ?? {};
  await story.fixture.bucket.remove(key, versionId);
  await story.rollBack('stage');
  expect(await story.fixture.bucket.head('story/latest.zip')).toMatchObject({ etag });
});

it('is not refused by gates for promotions', async () => {
  const story = newStory();
  await story.publish(0);
  await story.publish(1);
  for (const index of [0, 1]) {
    await story.promote('uat', index);
    await story.promote('prod', index);
  }
  await story.fixture.bucket.remove('story/uat.zip');
  expect(await story.rollBack('prod')).toMatchObject({ commit: story.fixture.sha(0) });
});

it.each([
  ['nothing is on the tag', 0, /"latest" has no content/],
  ['there is one version only', 1, /no earlier version/],
  ['none ran well', 3, /None of the 2 earlier versions/],
])('says so when %s', async (_, count, message) => {
  const story = newStory();
  for (let index = 0; index < count; index += 1) await story.publish(index, 'Failed');
  const before = story.fixture.bucket.versionCount();
  await expect(story.rollBack('stage')).rejects.toMatchObject({ code: 'nothing-to-roll-back' });
  await expect(story.rollBack('stage')).rejects.toThrow(message);
  expect(story.fixture.bucket.versionCount()).toBe(before);
});

it('goes back to a version of which the pipeline knows no run, and says that nobody can tell', async () => {
  const story = newStory();
  await story.publish(0);
  await story.publish(1, 'Failed');
  await story.publish(2, 'Failed');
  const plan = await planRollback(story.context(), story.target('stage'));
  expect(plan).toMatchObject({
    basis: 'unknown-run',
    to: { commit: story.fixture.sha(0) },
    skipped: [{ entry: { commit: story.fixture.sha(1) }, why: 'it ended as Failed in stage' }],
  });
  expect(await rollBack(story.context(), plan)).toMatchObject({ commit: story.fixture.sha(0) });
});

it('prefers an older version that was deployed successfully to a newer one of which no run is known', async () => {
  const story = newStory();
  await story.publish(0, 'Succeeded');
  await story.publish(1);
  await story.publish(2, 'Failed');
  expect(await planRollback(story.context(), story.target('stage'))).toMatchObject({
    basis: 'ran-well',
    to: { commit: story.fixture.sha(0) },
    skipped: [{ entry: { commit: story.fixture.sha(1) }, why: 'it has no known execution' }],
  });
});

it('takes the newest of several versions of which no run is known', async () => {
  const story = newStory();
  for (const index of [0, 1]) await story.publish(index);
  await story.publish(2, 'Failed');
  expect(await planRollback(story.context(), story.target('stage'))).toMatchObject({
    basis: 'unknown-run',
    to: { commit: story.fixture.sha(1) },
    skipped: [],
  });
});

it('skips a rejected version although nobody knows how it ran', async () => {
  const story = newStory();
  for (const index of [0, 1]) await story.publish(index);
  await story.publish(2, 'Failed');
  await story.fixture.bucket.setTags(
    `story/${story.fixture.sha(1)}.zip`,
    withRejection({}, { reason: 'bad' }),
  );
  expect(await planRollback(story.context(), story.target('stage'))).toMatchObject({
    to: { commit: story.fixture.sha(0) },
  });
});
