import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBucket, type S3Bucket } from '@sluice/aws';
import {
  ensureBucket,
  openLocalCloud,
  ServiceError,
  type LocalCloud,
  type Service,
} from '@sluice/local-cloud';
import type { RemovalFailure } from '@sluice/release';

/** What the server says to DeleteObjects; nothing: it does what it is asked. */
let refusal: { status: number; code: string } | undefined;
/** Keys that it will not delete, as a bucket policy would have it. */
let denied: string[] = [];
const asked: string[] = [];

/** Stands before S3 and answers what is to be refused. */
const refusing: Service = {
  name: 's3',
  errorFormat: 'xml',
  streaming: true,
  matches: ({ method, url = '' }: IncomingMessage) => {
    const isBatch = method === 'POST' && /[?&]delete/.test(url);
    if (isBatch || method === 'DELETE') asked.push(isBatch ? 'batch' : 'single');
    return isBatch ? refusal !== undefined : method === 'DELETE' && isDenied(url);
  },
  handle: ({ method }) => {
    const { status, code } = method === 'POST' && refusal ? refusal : { status: 403, code: 'AccessDenied' };
    throw new ServiceError(code, status, 'It is not done here.');
  },
};
const isDenied = (url: string) => denied.some((key) => url.split('?')[0]?.endsWith(key));

let cloud: LocalCloud;
let bucket: S3Bucket;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-removals-'));
  cloud = await openLocalCloud({ folder, services: () => [refusing], announce: false });
  await ensureBucket(cloud, 'removals');
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  bucket = openBucket({
    bucket: 'removals',
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
});
afterAll(async () => {
  bucket.close();
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  refusal = undefined;
  denied = [];
  asked.length = 0;
});

let count = 0;
const put = async (names: string[]): Promise<string[]> => {
  count += 1;
  const keys = names.map((name) => `${count}/${name}.zip`);
  await Promise.all(keys.map((key) => bucket.putText(key, 'text')));
  return keys;
};
const left = async (keys: string[]) => {
  const heads = await Promise.all(keys.map((key) => bucket.head(key)));
  return keys.filter((_, index) => heads[index] !== undefined);
};

it('deletes many keys with one request, each behind a marker', async () => {
  const keys = await put(['one', 'two', 'three']);
  expect(await bucket.removeAll([...keys, `${count}/never-there.zip`])).toEqual([]);
  expect(asked).toEqual(['batch']);
  expect(await left(keys)).toEqual([]);
  for (const key of keys) expect(await bucket.versions(key)).toHaveLength(2);
});

it('asks for 1,000 keys with each request at the most', async () => {
  const keys = Array.from({ length: 1001 }, (_, index) => `none/${index}.zip`);
  expect(await bucket.removeAll(keys)).toEqual([]);
  expect(asked).toEqual(['batch', 'batch']);
});

it('asks nothing for no keys', async () => {
  expect(await bucket.removeAll([])).toEqual([]);
  expect(asked).toEqual([]);
});

it.each([
  [501, 'NotImplemented'],
  [405, 'MethodNotAllowed'],
  [400, 'MissingContentMD5'],
  [400, 'InvalidRequest'],
])('deletes one by one where DeleteObjects is answered with %d %s', async (status, code) => {
  refusal = { status, code };
  const keys = await put(['one', 'two', 'three']);
  denied = [keys[1] ?? ''];
  const failures: RemovalFailure[] = await bucket.removeAll(keys);
  expect(failures).toEqual([{ key: keys[1], why: expect.stringMatching(/not allowed|denied|permission/i) }]);
  expect(await left(keys)).toEqual([keys[1]]);
});

it.each([
  [403, 'AccessDenied', 'access-denied'],
  [404, 'NoSuchBucket', 'no-bucket'],
])('goes no other way round a %d %s', async (status, code, kind) => {
  refusal = { status, code };
  const keys = await put(['one']);
  await expect(bucket.removeAll(keys)).rejects.toMatchObject({ kind });
  expect(asked).not.toContain('single');
  expect(await left(keys)).toEqual(keys);
});
