import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBucket, type S3Bucket } from '@sluice/aws';
import { connectLocalCloud, ensureBucket, type LocalCloud } from '@sluice/local-cloud';
import { cachingVersions } from './caching-bucket';
import './quiet-sdk';
import { VersionCache } from './version-cache';

const key = 'story/latest.hold.json';
const folder = mkdtempSync(join(tmpdir(), 'sluice-cache-'));
const path = join(folder, 'cache/versions.json');
let cloud: LocalCloud;
let bucket: S3Bucket;
let asked: string[] = [];

beforeAll(async () => {
  cloud = await connectLocalCloud({ folder: join(folder, 'cloud') });
  await ensureBucket(cloud, 'story');
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const credentials = { accessKeyId, secretAccessKey };
  const onRequest = (operation: string) => void asked.push(operation);
  bucket = openBucket({ bucket: 'story', region, endpoint, credentials, onRequest });
  for (const text of ['one', 'two', 'three']) await bucket.putText(key, text);
});
afterAll(async () => {
  bucket.close();
  await cloud.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => rmSync(join(folder, 'cache'), { recursive: true, force: true }));

/** What a process of its own sees of the versions, and what it asks for that. */
async function look(file = path, cache = new VersionCache(file)) {
  asked = [];
  const cached = cachingVersions(bucket, cache);
  const versions = await cached.versions(key);
  const seen = await Promise.all(
    versions.map(async ({ versionId, size }) => ({
      object: await cached.head(key, versionId),
      text: Buffer.from(await cached.read(key, versionId, 0, size)).toString('utf8'),
    })),
  );
  await cache.save();
  return { seen, asked };
}

const whole = [
  'ListObjectVersions',
  ...Array<string>(3).fill('HeadObject'),
  ...Array<string>(3).fill('GetObject'),
];

it('sees the same at the second look, and asks for nothing but the listing', async () => {
  const first = await look();
  expect(first.seen.map(({ text }) => text)).toEqual(['three', 'two', 'one']);
  expect(first.asked.sort()).toEqual([...whole].sort());
  expect(await look()).toEqual({ seen: first.seen, asked: ['ListObjectVersions'] });
  expect(readdirSync(join(folder, 'cache'))).toEqual(['versions.json']);
});

it.each([
  ['garbage', () => 'nonsense'],
  ['truncated', (text: string) => text.slice(0, -20)],
  ['of another version', (text: string) => text.replace('"version":1', '"version":2')],
  ['of another shape', (text: string) => text.replaceAll('"etag":', '"tag":')],
  ['told other ETags', (text: string) => text.replaceAll(/"etag":"[^,]+",/g, '"etag":"x",')],
  ['told other sizes', (text: string) => text.replaceAll(/"size":\d+/g, '"size":77')],
])('asks again where the file is %s, and writes it again', async (_, spoil) => {
  await look();
  writeFileSync(path, spoil(readFileSync(path, 'utf8')));
  expect((await look()).asked).toHaveLength(whole.length);
  expect((await look()).asked).toHaveLength(1);
});

it('works where nothing can be written', async () => {
  const blocked = join(folder, 'cache/file/versions.json');
  mkdirSync(join(folder, 'cache'));
  writeFileSync(join(folder, 'cache/file'), '');
  const { seen, asked } = await look(blocked);
  expect([seen.length, asked.length]).toEqual([3, whole.length]);
  const readOnly = join(folder, 'cache/read-only');
  mkdirSync(readOnly, { mode: 0o500 });
  expect((await look(join(readOnly, 'versions.json'))).seen).toEqual(seen);
  chmodSync(readOnly, 0o700);
});

it('keeps what processes at the same time have read', async () => {
  const [one, other] = [new VersionCache(path), new VersionCache(path)];
  const entry = { etag: '"e"', size: 1, lastModified: 0, metadata: {} };
  for (const [cache, id] of [
    [one, 'a'],
    [other, 'b'],
  ] as const) {
    expect(await cache.get(id, entry)).toBeUndefined();
    cache.put({ ...entry, id });
  }
  await one.save();
  await other.save();
  const later = new VersionCache(path);
  expect([await later.get('a', entry), await later.get('b', entry)]).toMatchObject([
    { id: 'a' },
    { id: 'b' },
  ]);
});

it('makes room by dropping what was unused the longest', async () => {
  const entry = { etag: '"e"', size: 1, lastModified: 0, metadata: {} };
  const use = async (...ids: string[]) => {
    const cache = new VersionCache(path, 3);
    for (const id of ids) if ((await cache.get(id, entry)) === undefined) cache.put({ ...entry, id });
    await cache.save();
  };
  await use('a', 'b', 'c');
  await use('a', 'd');
  const cache = new VersionCache(path);
  const kept = await Promise.all(['a', 'b', 'c', 'd'].map((id) => cache.get(id, entry)));
  expect(kept.map((one) => one?.id)).toEqual(['a', undefined, 'c', 'd']);
});

it('asks for a version that it has not seen listed, and for what is there now', async () => {
  await look();
  expect(existsSync(path)).toBe(true);
  const cached = cachingVersions(bucket, new VersionCache(path));
  const [, second] = await bucket.versions(key);
  asked = [];
  await cached.head(key, second?.versionId);
  await cached.head(key);
  await cached.read(key, second?.versionId, 1, 2);
  expect(asked).toEqual(['HeadObject', 'HeadObject', 'GetObject']);
});
