import type { StoredObject } from '@sluice/release';
import { written } from './testing/bench';
import { LocalFiles } from './testing/local-files';
import { openLocalCloudBucket, type LocalCloudBucket } from './testing/local-cloud-bucket';

/** All that fake timers would replace besides `Date`. */
const timers = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;
const start = Date.now();
const files = new LocalFiles();
let local: LocalCloudBucket;

beforeAll(async () => {
  local = await openLocalCloudBucket();
  // Client and server are this process, so that one clock serves both; timers continue.
  jest.useFakeTimers({ doNotFake: [...timers] });
});
afterAll(async () => {
  jest.useRealTimers();
  await local.close();
  files.dispose();
});

/** @param seconds since the start, below the five minutes from which on the SDK corrects its clock. */
async function put(key: string, content: string, seconds: number): Promise<string> {
  jest.setSystemTime(start + seconds * 1000);
  return written(await local.bucket.upload(key, files.write(content), {})).versionId;
}

async function remove(key: string, seconds: number): Promise<void> {
  jest.setSystemTime(start + seconds * 1000);
  await local.bucket.remove(key);
}

async function history(key: string): Promise<(string | undefined)[]> {
  const versions = await local.bucket.versions(key);
  return versions.map(({ versionId, isDeleteMarker }) => (isDeleteMarker ? 'marker' : versionId));
}

it('lists versions in the order in which they were written, although the clock stepped back', async () => {
  const key = 'app/latest.zip';
  const first = await put(key, '1', 100);
  const second = await put(key, '2', 200);
  const third = await put(key, '3', -160);
  const fourth = await put(key, '4', 20);
  expect(await history(key)).toEqual([fourth, third, second, first]);
  const current = (await local.bucket.head(key)) as StoredObject;
  expect(current.versionId).toBe(fourth);
  expect((await local.bucket.versions(key, 2)).map(({ isLatest }) => isLatest)).toEqual([true, false]);
});

it('lists a delete marker where it was written, although the clock stepped back', async () => {
  const key = 'app/uat.zip';
  const first = await put(key, '1', 100);
  await remove(key, -140);
  const second = await put(key, '2', -180);
  await remove(key, 160);
  const third = await put(key, '3', -40);
  expect(await history(key)).toEqual([third, 'marker', second, 'marker', first]);
  await remove(key, -180);
  expect(await history(key)).toEqual(['marker', third, 'marker', second, 'marker', first]);
});
