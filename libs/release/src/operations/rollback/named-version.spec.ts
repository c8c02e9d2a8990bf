import { findRollback } from './choose-version';
import { planRollback, rollBack } from './rollback';
import { newStories, type Story } from './testing/story';

const newStory = newStories();

async function storyOfFour(): Promise<Story> {
  const story = newStory();
  await story.publish(0, 'Succeeded');
  await story.publish(1, 'Failed');
  await story.publish(2, 'Succeeded');
  await story.publish(3, 'Failed');
  return story;
}

const planTo = (story: Story, to: string) =>
  planRollback(story.context(), story.target('stage'), undefined, to);

it('goes to an earlier version that was named, and holds it there', async () => {
  const story = await storyOfFour();
  const plan = await planTo(story, story.fixture.sha(0));
  expect(plan).toMatchObject({ basis: 'chosen', to: { commit: story.fixture.sha(0) }, skipped: [] });
  expect(await rollBack(story.context('ida'), plan, 'older data')).toMatchObject({
    outcome: 'moved',
    commit: story.fixture.sha(0),
    hold: { outcome: 'held' },
  });
  expect(await story.on('latest')).toBe(story.fixture.sha(0));
});

it('refuses a named version that failed, and one that the tag never had', async () => {
  const story = await storyOfFour();
  await expect(planTo(story, story.fixture.sha(1))).rejects.toMatchObject({
    code: 'nothing-to-roll-back',
    message: expect.stringContaining('it ended as Failed in stage'),
  });
  for (const never of [story.fixture.sha(4), story.fixture.sha(0).slice(0, 6)])
    await expect(planTo(story, never)).rejects.toMatchObject({
      code: 'nothing-to-roll-back',
      message: expect.stringContaining('none of the last 100 versions'),
    });
});

it('refuses digits with which several commits begin', async () => {
  const story = await storyOfFour();
  await expect(planTo(story, story.fixture.sha(0).slice(0, 8))).rejects.toMatchObject({
    message: 'Several versions of "latest" have a commit that begins with c0000000.',
  });
});

it('tells without a plan whether there is a version to go back to, and why not', async () => {
  const story = newStory();
  const find = () => findRollback(story.context(), story.target('stage'));
  expect(await find()).toEqual({ nothing: '"latest" has no content.' });
  await story.publish(0, 'Succeeded');
  expect(await find()).toEqual({ nothing: '"latest" has no earlier version with different content.' });
  await story.publish(1, 'Failed');
  expect(await find()).toMatchObject({ to: { commit: story.fixture.sha(0) } });
});
