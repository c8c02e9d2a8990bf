import { openEntries } from '@sluice/aws';
import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { localBucket } from './index';
import { CacheFixture } from './testing/served-cache';

let fixture: CacheFixture;
beforeEach(async () => {
  fixture = await CacheFixture.open();
});
afterEach(() => fixture.close());

const key = 'cache/main/1';
const ranges = { bytes: 1000, ahead: 2 };

/** The entries of a bucket on AWS, where each request brings 1,000 bytes. */
function entries(onRequest?: (operation: string) => void) {
  const { endpoint, region, accessKeyId, secretAccessKey } = fixture.cloud;
  const credentials = { accessKeyId, secretAccessKey };
  return openEntries({ bucket: localBucket, endpoint, region, credentials, ranges, onRequest });
}

async function store(content: Buffer): Promise<void> {
  const path = join(fixture.folder, 'entry');
  await writeFile(path, content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const writer = entries();
  expect(await writer.put(key, { path, size: content.length, sha256 }, { sha256 })).toBe('stored');
  writer.close();
}

it.each([
  [0, 2],
  [1, 1],
  [1000, 1],
  [1001, 2],
  [3500, 4],
  [12_000, 12],
])('reads an entry of %i bytes with %i requests, in its order', async (size, expected) => {
  const content = randomBytes(size);
  await store(content);
  const asked: string[] = [];
  const reader = entries((operation) => asked.push(operation));
  const opened = await reader.open(key, new AbortController().signal);
  expect(opened).toMatchObject({ size, metadata: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  expect(await buffer(opened!.body)).toEqual(content);
  expect(asked).toEqual(Array.from({ length: expected }, () => 'GetObject'));
  reader.close();
});

it('asks for no more than the first bytes of an entry that is not used', async () => {
  await store(randomBytes(9000));
  const asked: string[] = [];
  const reader = entries((operation) => asked.push(operation));
  const opened = await reader.open(key, new AbortController().signal);
  opened!.body.destroy();
  await new Promise((resolve) => opened!.body.once('close', resolve));
  expect(asked).toEqual(['GetObject']);
  reader.close();
});

it('fails where the entry has become another one meanwhile', async () => {
  await store(randomBytes(9000));
  const reader = entries();
  const opened = await reader.open(key, new AbortController().signal);
  await fixture.cloud.store.deleteCurrent(localBucket, key);
  await store(randomBytes(9000));
  await expect(buffer(opened!.body)).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
  reader.close();
});

it('finds nothing where there is no entry', async () => {
  const reader = entries();
  expect(await reader.open(key, new AbortController().signal)).toBeUndefined();
  reader.close();
});
