import { readFile } from 'node:fs/promises';
import { diff } from '../diff/diff';
import { planRollback, rollBack } from '../rollback/rollback';
import { readHistory } from '../history/history';
import { readStatus } from '../status/status';
import { publish } from '../publish/publish';
import { ReleaseFixture } from '../../testing/release-fixture';
import { planPromotion } from './plan';
import { applyPromotion } from './promote';
import { chooseTarget } from '../../config/choose-target';

const fixture = new ReleaseFixture(3);
const context = fixture.context();
const target = chooseTarget(context.settings, { env: 'uat' });
let intact: Buffer;
beforeAll(async () => {
  for (const [index, content] of ['a', 'b', 'c'].entries())
    await publish(fixture.contextAt(index), { archive: await fixture.archive(content) });
  intact = await readFile(await fixture.archive('a'));
});
afterAll(() => fixture.dispose());

const centralRecord = Buffer.from([0x50, 0x4b, 1, 2]);

/** The sound archive with its first record in the directory changed. */
function withRecord(change: (zip: Buffer, at: number) => void): Buffer {
  const zip = Buffer.from(intact);
  change(zip, zip.indexOf(centralRecord));
  return zip;
}

const foreign: [what: string, bytes: () => Buffer][] = [
  ['an empty object', () => Buffer.alloc(0)],
  ['a text file', () => Buffer.from('not a zip at all\n')],
  ['a zip with a folder entry', () => withRecord((zip, at) => zip.write('/', at + 46 + 'app/fil'.length))],
  ['a zip with an encrypted entry', () => withRecord((zip, at) => (zip[at + 8] = (zip[at + 8] ?? 0) | 1))],
  ['a zip with an unknown compression', () => withRecord((zip, at) => zip.writeUInt16LE(93, at + 10))],
  ['a zip with a path outside', () => withRecord((zip, at) => zip.write('../', at + 46))],
  ['a truncated zip', () => intact.subarray(0, -30)],
  ['a zip without its beginning of the directory', () => intact.subarray(intact.indexOf(centralRecord) + 10)],
  ['bytes that look like the end of a zip', () => intact.subarray(-22)],
  ['much of nothing', () => Buffer.alloc(200_000)],
];

it.each(foreign)('says that %s on a tag cannot be compared, and continues', async (_, bytes) => {
  fixture.bucket.putByHand('story/uat.zip', bytes());
  const plan = await planPromotion(context, target, fixture.sha(2));
  expect(plan.files).toBeUndefined();
  expect(plan.filesNotCompared).toMatch(/^story\/uat\.zip cannot be read as an archive: The archive.*[^.]$/);
  expect(await diff(context, 'uat', 'stage')).toMatchObject({ filesNotCompared: plan.filesNotCompared });
  expect((await diff(context, 'stage', 'uat')).files).toBeUndefined();
  expect((await readStatus(context)).environments.find(({ name }) => name === 'uat')).toMatchObject({
    tag: 'uat',
  });
  expect((await readHistory(context, target)).entries[0]?.commit).toBeUndefined();
  expect(await applyPromotion(context, plan)).toMatchObject({ outcome: 'moved', commit: fixture.sha(2) });
});

it('rolls back from such an object to the release before it', async () => {
  fixture.bucket.putByHand('story/uat.zip', Buffer.from('manually'));
  const rollback = await planRollback(context, target);
  expect(rollback.plan.filesNotCompared).toMatch(/cannot be read as an archive/);
  expect(await rollBack(context, rollback, 'it is no archive')).toMatchObject({ commit: fixture.sha(2) });
});

it('still fails when the bucket does not answer: that is no property of the archive', async () => {
  await fixture.bucket.remove('story/uat.hold.json');
  const bucket = Object.assign(Object.create(fixture.bucket) as typeof fixture.bucket, {
    read: () => Promise.reject(new Error('the bucket is away')),
  });
  await expect(diff({ ...context, bucket }, 'uat', fixture.sha(0))).rejects.toThrow('the bucket is away');
});
