import { resolveApps } from '../../config/resolve-settings';
import { prefixFor } from '../../keys';
import { applyPromotion, chooseTarget, planPromotion, type PublishContext } from '../../index';
import type { SluiceError } from '../../errors';
import { decodeMetadata } from '../../metadata/metadata';
import { ReleaseFixture } from '../../testing/release-fixture';
import { publish } from './publish';

let fixture: ReleaseFixture;
beforeEach(() => {
  fixture = new ReleaseFixture();
});
afterEach(() => fixture.dispose());

/** As the project publishes that has this name. */
const as = (publisher: string | undefined, index = 4, more: Partial<PublishContext> = {}) => ({
  ...fixture.contextAt(index),
  publisher,
  ...more,
});
const send = async (context: PublishContext, content: string, renamedFrom?: string) =>
  publish(context, { archive: await fixture.archive(content), renamedFrom });

async function owner(key = 'story/latest.zip'): Promise<string | undefined> {
  const object = await fixture.bucket.head(key);
  return object && decodeMetadata(object).project;
}

async function expectRefusal(attempt: Promise<unknown>, one: string, other: string, way?: RegExp) {
  const before = fixture.bucket.versionCount();
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason as SluiceError,
  );
  expect(error).toMatchObject({ code: 'prefix-taken', details: way === undefined ? { owner: other } : {} });
  expect(error?.message).toContain(`"${one}"`);
  expect(error?.message).toContain(`"${other}"`);
  expect(error?.remedy).toMatch(/Add an app for .*as a component/);
  if (way !== undefined) expect(error?.remedy).toMatch(way);
  expect(fixture.bucket.versionCount()).toBe(before);
}

it('refuses a second project before anything is written, and names both and the ways out', async () => {
  await send(as('one', 3), 'of one');
  await expectRefusal(send(as('two', 4), 'of two'), 'two', 'one');
  await expectRefusal(send(as('two', 3), 'of two'), 'two', 'one');
  await expectRefusal(send(as('two', 3), 'of one'), 'two', 'one');
  expect(await send(as('one', 4), 'more of one')).toMatchObject({ latest: { outcome: 'moved' } });
  expect(await owner()).toBe('one');
});

it('refuses a second project of a component, and lets it publish one of its own', async () => {
  const component = (name: string) => ({ prefix: prefixFor('story', name) });
  await send(as('one', 3, component('client')), 'of one');
  await expectRefusal(send(as('two', 4, component('client')), 'x'), 'two', 'one');
  await send(as('two', 4, component('two')), 'x');
  await send(as('two', 4), 'x');
  expect([
    await owner('story/client/latest.zip'),
    await owner('story/two/latest.zip'),
    await owner(),
  ]).toEqual(['one', 'two', 'two']);
});

it('lets a project that was renamed continue where its former name is given', async () => {
  await send(as('one', 2), 'a');
  await expectRefusal(send(as('new', 3), 'b', 'other'), 'new', 'one');
  await send(as('new', 3), 'b', 'one');
  expect(await owner()).toBe('new');
  await send(as('new', 4), 'c');
  await expectRefusal(send(as('one', 4), 'd'), 'one', 'new');
});

it('goes by sluice.json where it names the project', async () => {
  const environments = { stage: { tag: 'latest' } };
  const [settings] = resolveApps({ file: { app: 'story', project: 'new', environments }, env: {} });
  await send(as('one', 3), 'a');
  await expectRefusal(
    send(as('one', 4, { settings }), 'b'),
    'one',
    'new',
    /correct "project" in sluice\.json/,
  );
  await send(as('new', 4, { settings }), 'b');
  expect(await owner()).toBe('new');
});

it('adopts what names no project, and keeps the name where nobody knows who publishes', async () => {
  await send(as(undefined, 2), 'a');
  expect(await owner()).toBeUndefined();
  await send(as('one', 3), 'b');
  await send(as(undefined, 4), 'c');
  expect(await owner()).toBe('one');
});

it('keeps the name beside the archive, so that no promotion loses it', async () => {
  await send(as('one', 3), 'a');
  await send(as('one', 4), 'b');
  const target = chooseTarget(fixture.context().settings, { tag: 'latest' });
  const context = fixture.context('grace');
  await applyPromotion(context, await planPromotion(context, target, fixture.sha(3)));
  expect(await owner()).toBe('one');
  await expectRefusal(send(as('two', 4), 'c'), 'two', 'one');
});

it.each(['@acme/web:api', 'größe %2F "x"', `${'x'.repeat(99)}1`, '日'.repeat(60)])(
  'tells the project %s from one that is named alike',
  async (name) => {
    await send(as(name, 3), 'a');
    await send(as(name, 4), 'b');
    await expect(send(as(`${name.slice(0, -1)}2`, 4), 'c')).rejects.toMatchObject({ code: 'prefix-taken' });
  },
);

it('refuses the one of two first publishes that comes second', async () => {
  const late = as('two', 4);
  const decided = late.bucket.copy.bind(late.bucket);
  let isFirst = true;
  jest.spyOn(late.bucket, 'copy').mockImplementation(async (...call) => {
    if (isFirst && call[1] === 'story/latest.zip') {
      isFirst = false;
      await expect(send(as('one', 3), 'of one')).rejects.toThrow('it belongs to the project "two"');
    }
    return decided(...call);
  });
  await send(late, 'of two');
  expect(await owner()).toBe('two');
});
