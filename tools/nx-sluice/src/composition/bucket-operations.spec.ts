import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBucket, type S3Bucket } from '@sluice/aws';
import { connectLocalCloud, ensureBucket, type LocalCloud } from '@sluice/local-cloud';
import './quiet-sdk';

const key = 'story/latest.hold.json';
let folder: string;
let cloud: LocalCloud;
let bucket: S3Bucket;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-aws-'));
  cloud = await connectLocalCloud({ folder });
  await ensureBucket(cloud, 'operate');
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  bucket = openBucket({
    bucket: 'operate',
    region,
    endpoint,
    credentials: { accessKeyId, secretAccessKey },
  });
});
afterAll(async () => {
  bucket.close();
  await cloud.close();
  await rm(folder, { recursive: true });
});
afterEach(async () => {
  for (const { versionId } of await bucket.versions(key)) await bucket.remove(key, versionId);
});

async function text(): Promise<string> {
  const object = await bucket.head(key);
  const bytes = await bucket.read(key, object?.versionId, 0, object?.size ?? 0);
  return Buffer.from(bytes).toString('utf8');
}

it('puts a text once where nothing is, and leaves what is there', async () => {
  expect(await bucket.putText(key, '{"reason":"naïve"}', { kind: 'absent' })).toMatchObject({
    outcome: 'written',
  });
  expect(await bucket.putText(key, 'other', { kind: 'absent' })).toEqual({ outcome: 'conflict' });
  expect(await text()).toBe('{"reason":"naïve"}');
});

it('hides a key behind a marker, deletes an exact version for ever, and does not mind what is gone', async () => {
  await bucket.putText(key, 'one');
  const first = await bucket.head(key);
  await bucket.remove(key);
  expect(await bucket.head(key)).toBeUndefined();
  expect((await bucket.versions(key)).map(({ isDeleteMarker }) => isDeleteMarker)).toEqual([true, false]);
  expect(await bucket.putText(key, 'two', { kind: 'absent' })).toMatchObject({ outcome: 'written' });
  await bucket.remove(key, first?.versionId);
  await bucket.remove(key, first?.versionId);
  expect(await bucket.head(key, first?.versionId)).toBeUndefined();
  expect(await text()).toBe('two');
});

it('tags a version without making a new one', async () => {
  expect(await bucket.tags(key)).toEqual({});
  await bucket.putText(key, 'one');
  expect(await bucket.tags(key)).toEqual({});
  await bucket.setTags(key, { 'deploy-status': 'rejected', why: 'too slow: 12 s' });
  const version = (await bucket.head(key))?.versionId;
  expect(await bucket.tags(key, version)).toEqual({ 'deploy-status': 'rejected', why: 'too slow: 12 s' });
  expect(await bucket.versions(key)).toHaveLength(1);
});

it('tells how it is set up', async () => {
  const { clockOffset, ...settings } = await bucket.facts();
  expect(settings).toEqual({
    // A server that is not AWS takes requests for the region in use, whatever it answers.
    region: { isKnown: true, value: undefined },
    encryption: { isKnown: true, value: 'AES256' },
    blocksPublicAccess: { isKnown: true, value: true },
    sendsEvents: { isKnown: true, value: true },
  });
  expect(clockOffset.isKnown && Math.abs(clockOffset.value)).toBeLessThan(60_000);
});

it('tells each setting that it may not read, and why', async () => {
  const { endpoint, region } = cloud;
  const credentials = { accessKeyId: 'AKIAOTHER', secretAccessKey: 'other' };
  const other = openBucket({ bucket: 'operate', region, endpoint, credentials });
  const facts = Object.values(await other.facts());
  other.close();
  expect(facts).toHaveLength(5);
  for (const fact of facts) {
    expect(fact).toMatchObject({ isKnown: false, error: { remedy: expect.any(String) } });
  }
});
