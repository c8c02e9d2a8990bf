import { planPromotion } from '../promote/plan';
import { applyPromotion } from '../promote/promote';
import { chooseTarget } from '../../config/choose-target';
import { publish } from '../publish/publish';
import { ReleaseFixture } from '../../testing/release-fixture';
import { diff } from './diff';

const fixture = new ReleaseFixture(5);
afterAll(() => fixture.dispose());
beforeAll(async () => {
  for (const [index, content] of ['a', 'b', 'c', 'c'].entries())
    await publish(fixture.contextAt(index), { archive: await fixture.archive(content) });
  const context = fixture.context();
  const target = chooseTarget(context.settings, { env: 'uat' });
  await applyPromotion(context, await planPromotion(context, target, fixture.sha(0)));
});

it('tells the commits and files between two environments', async () => {
  expect(await diff(fixture.context(), 'uat', 'stage')).toMatchObject({
    from: { kind: 'environment', commit: fixture.sha(0) },
    to: { kind: 'environment', commit: fixture.sha(2), subject: 'commit number 2' },
    ancestry: 'ancestor',
    commits: [{ subject: 'commit number 2' }, { subject: 'commit number 1' }],
    files: { added: [], changed: ['app/file'], removed: [] },
    isSame: false,
  });
});

it('takes a tag or a commit as either side, and tells the way back', async () => {
  const back = await diff(fixture.context(), 'latest', fixture.sha(1));
  expect(back).toMatchObject({ from: { kind: 'tag' }, to: { kind: 'commit' }, ancestry: 'descendant' });
  expect(back.commits).toHaveLength(1);
});

it('finds the same content under two commits, and reads no archive for it', async () => {
  fixture.bucket.bytesRead = 0;
  expect(await diff(fixture.context(), fixture.sha(2), fixture.sha(3))).toMatchObject({
    isSame: true,
    commits: [{ subject: 'commit number 3' }],
    files: { added: [], changed: [], removed: [] },
  });
  expect(fixture.bucket.bytesRead).toBe(0);
});

it('reads the directories and leaves the content alone', async () => {
  const [one, two] = [await fixture.archive('x'.repeat(100)), await fixture.archive('unlike')];
  const other = new ReleaseFixture(2);
  await publish(other.contextAt(0), { archive: one });
  await publish(other.contextAt(1), { archive: two });
  other.bucket.bytesRead = 0;
  expect((await diff(other.context(), other.sha(0), other.sha(1))).files?.changed).toEqual(['app/file']);
  expect(other.bucket.bytesRead).toBeGreaterThan(0);
  await other.dispose();
});

it.each([
  ['prod', 'nothing-on-tag', /Nothing has been promoted to "prod"/],
  ['nowhere', 'unknown-revision', /Unknown revision/],
  ['f'.repeat(40), 'not-published', /was not published/],
])('says what is wrong with %s', async (name, code, message) => {
  await expect(diff(fixture.context(), 'stage', name)).rejects.toMatchObject({ code });
  await expect(diff(fixture.context(), name, 'stage')).rejects.toThrow(message);
});
