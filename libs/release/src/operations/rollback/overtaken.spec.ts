import { interrupted } from '../../testing/interrupted-bucket';
import type { MemoryBucket } from '../../testing/memory-bucket';
import { removeHold } from '../hold/unhold';
import { publish } from '../publish/publish';
import { planRollback, rollBack } from './rollback';
import { newStories, type Story } from './testing/story';

const newStory = newStories();

async function published(): Promise<Story> {
  const story = newStory();
  for (const index of [0, 1]) await story.publish(index);
  return story;
}

/** The whole command, and what it failed with. */
async function rollBackWith(story: Story, bucket: MemoryBucket): Promise<string | undefined> {
  const context = { ...story.context('ida'), bucket };
  try {
    await rollBack(context, await planRollback(context, story.target('stage')), 'white page');
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

/** Where everything ends when somebody does something else during each call of a rollback from 1 to 0. */
async function ends(act: (story: Story) => Promise<unknown>) {
  const found = [];
  for (let call = 1, last = Infinity; call <= last; call += 1) {
    const story = await published();
    const { bucket, calls } = interrupted(story.fixture.bucket, call, () => act(story));
    const failed = await rollBackWith(story, bucket);
    last = Math.min(last, calls());
    const [commit, hold] = [await story.on('latest'), await story.hold('latest')];
    const on = [0, 1, 2].find((index) => story.fixture.sha(index) === commit);
    found.push({ call, failed, on, hold: hold?.rollback?.state });
  }
  expect(found.length).toBeGreaterThan(5);
  return found;
}

it('is made as planned or not at all, whenever the same content is published meanwhile', async () => {
  const all = await ends(async ({ fixture }) =>
    publish(fixture.contextAt(2), { archive: await fixture.archive('content 0') }),
  );
  for (const { call, failed, ...end } of all) {
    const expected = failed === undefined ? { on: 0, hold: 'finished' } : { on: 2, hold: undefined };
    expect({ call, failed, ...end }).toEqual({
      call,
      failed: failed === undefined ? undefined : expect.stringMatching(/^(race-lost|nothing-to-roll-back)$/),
      ...expected,
    });
  }
});

it('stays held where it went or is moved on, whenever somebody removes the hold meanwhile', async () => {
  const all = await ends((story) => removeHold(story.context('eve'), { tag: 'latest' }));
  const where = all.map(({ on, hold }) => `${on} ${hold}`);
  expect([...new Set(where)].sort()).toEqual(['0 finished', '1 undefined']);
  expect(new Set(all.map(({ failed }) => failed))).toEqual(new Set([undefined, 'race-lost']));
});

it('leaves latest to what was published while it was held, when it fails itself', async () => {
  const story = await published();
  const { bucket } = story.fixture;
  const faults = ['lost-before' as const];
  bucket.beforeWrite = async (key) => {
    if (key !== 'story/latest.zip') return;
    bucket.beforeWrite = () => undefined;
    await story.publish(2);
    expect(await story.on('latest')).toBe(story.fixture.sha(1));
    bucket.fault = () => faults.pop();
  };
  expect(await rollBackWith(story, bucket)).toMatch(/connection reset/);
  expect({ hold: await story.hold('latest'), on: await story.on('latest') }).toEqual({
    hold: undefined,
    on: story.fixture.sha(2),
  });
});
