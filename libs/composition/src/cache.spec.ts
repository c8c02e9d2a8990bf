import { openBucket } from '@sluice/aws';
import { cacheOutcomesSchema } from '@sluice/contract';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { localBucket, openLocalEntries } from './index';
import { bodyOf, CacheFixture, get, put, send } from './testing/served-cache';

let fixture: CacheFixture;
beforeEach(async () => {
  fixture = await CacheFixture.open();
});
afterEach(() => fixture.close());

const main = { reads: ['main'], writes: 'main' };
const pull = (number: number) => ({ reads: [`pr/${number}`, 'main'], writes: `pr/${number}` });
const readsMain = { reads: ['main'] };
const isStored = (key = 'cache/main/1') => fixture.cloud.store.currentVersion(localBucket, key) !== undefined;

it('gives back the bytes that were stored, with their length', async () => {
  const server = await fixture.serve(main);
  expect(await bodyOf(get(server, '1'))).toBe(404);
  expect(await bodyOf(put(server, '1', 'outputs'))).toBe('');
  const response = await get(server, '1');
  expect(response.headers.get('content-length')).toBe('7');
  expect(await response.text()).toBe('outputs');
  expect(server.told).toEqual([]);
});

it('records sha256, commit, run and actor beside an entry, whatever characters they have', async () => {
  const producer = { commit: 'c'.repeat(40), run: 'https://github.example/runs/7', actor: 'Zoë \u{1f600}' };
  const builder = await fixture.serve(main, { producer });
  await put(builder, '1', 'outputs');
  const deploy = await fixture.serve(readsMain);
  await get(deploy, '1');
  await get(deploy, '2');
  const asked = await fetch(`${deploy.url}/v1/outcomes`, {
    headers: { authorization: `Bearer ${deploy.token}` },
  });
  expect(cacheOutcomesSchema.parse(await asked.json())).toEqual({
    outcomes: [
      {
        hash: '1',
        outcome: 'restored',
        namespace: 'main',
        sha256: createHash('sha256').update('outputs').digest('hex'),
        ...producer,
      },
      { hash: '2', outcome: 'missed', why: 'absent' },
    ],
  });
});

it('writes an entry once: the second one is refused with 409, and the first stays', async () => {
  const server = await fixture.serve(main);
  await put(server, '1', 'first');
  expect(await bodyOf(put(server, '1', 'second'))).toBe(409);
  expect(await bodyOf(get(server, '1'))).toBe('first');
  expect(server.cache.tally.summary).toMatchObject({ stored: 1, hits: 1 });
});

it('lets a pull request read its own entries before those of main, and nobody else read them', async () => {
  await put(await fixture.serve(main), '1', 'of main');
  const seven = await fixture.serve(pull(7));
  expect(await bodyOf(get(seven, '1'))).toBe('of main');
  await put(seven, '1', 'of seven');
  await put(seven, '2', 'of seven');
  expect(await bodyOf(get(seven, '1'))).toBe('of seven');
  for (const access of [pull(8), main, readsMain]) {
    const other = await fixture.serve(access);
    expect([await bodyOf(get(other, '1')), await bodyOf(get(other, '2'))]).toEqual(['of main', 404]);
  }
});

it('connects to the bucket before an entry is asked for, and tells nothing of it', async () => {
  const store = openLocalEntries(fixture.cloud);
  const opened = jest.spyOn(store, 'open');
  const { cache, told } = await fixture.serve(readsMain, { store });
  await cache.connect(new AbortController().signal);
  expect(opened.mock.calls).toEqual([['cache/main/0', expect.anything()]]);
  // It has answered: there is no such entry.
  expect(await opened.mock.results[0]?.value).toBeUndefined();
  await cache.connect(AbortSignal.abort());
  await fixture.cloud.close();
  await cache.connect(AbortSignal.timeout(1));
  expect(cache).toMatchObject({ outcomes: [], tally: { summary: { hits: 0, misses: 0 } } });
  expect(told).toEqual([]);
  store.close();
});

it('keeps what Nx knows of the files of a commit under that commit, and counts it nowhere', async () => {
  const of = (commit?: string, isClean = true) => ({
    commit: (use: 'find' | 'describe') => Promise.resolve(use === 'find' || isClean ? commit : undefined),
  });
  const address = '/v1/workspace-data';
  const ci = await fixture.serve(main, of('c'.repeat(40)));
  expect(await bodyOf(send(ci, address))).toBe(404);
  expect(await bodyOf(send(ci, address, 'files'))).toBe('');
  expect(isStored(`cache/main/workspace-data-${'c'.repeat(40)}`)).toBe(true);
  const deploy = await fixture.serve(readsMain, of('c'.repeat(40)));
  expect(await bodyOf(send(deploy, address))).toBe('files');
  expect(await bodyOf(send(deploy, address, 'others'))).toBe(403);
  for (const { cache } of [ci, deploy])
    expect(cache).toMatchObject({ outcomes: [], tally: { summary: { hits: 0, misses: 0, stored: 0 } } });
  expect(await bodyOf(send(await fixture.serve(readsMain, of('d'.repeat(40))), address))).toBe(404);
  // The files differ from the commit; there is no commit; nobody can tell.
  const others = [of('d'.repeat(40), false), of(), {}, { commit: () => Promise.reject(new Error('no git')) }];
  for (const other of others) {
    const server = await fixture.serve(main, other);
    expect(await bodyOf(send(server, address))).toBe(404);
    expect(await bodyOf(send(server, address, 'files'))).not.toBe('');
  }
});

it('connects by reading an entry ahead, which the first who asks for it gets', async () => {
  await put(await fixture.serve(main), 'workspace-data-1', 'files');
  const store = openLocalEntries(fixture.cloud);
  const opened = jest.spyOn(store, 'open');
  const server = await fixture.serve(readsMain, { store });
  await server.cache.fetchAhead('workspace-data-1', new AbortController().signal);
  expect(await bodyOf(get(server, 'workspace-data-1'))).toBe('files');
  expect(opened).toHaveBeenCalledTimes(1);
  expect(await bodyOf(get(server, 'workspace-data-1'))).toBe('files');
  await server.cache.fetchAhead('workspace-data-1', AbortSignal.abort());
  expect(server.told).toEqual([]);
  store.close();
});

it('stores nothing where it may only read, and answers 403, which Nx takes', async () => {
  const server = await fixture.serve(readsMain);
  expect(await bodyOf(put(server, '1', 'outputs'))).toBe(403);
  expect(isStored()).toBe(false);
  expect(server.told).toEqual([]);
});

it.each([
  ['without a token', {}],
  ['with another token', { authorization: `Bearer ${'x'.repeat(43)}` }],
])('answers 401 %s', async (_, headers) => {
  const { url } = await fixture.serve(main);
  const statuses = ['/v1/cache/1', '/v1/outcomes', '/'].map(
    async (path) => (await fetch(`${url}${path}`, { headers })).status,
  );
  expect(await Promise.all(statuses)).toEqual([401, 401, 401]);
});

it.each([
  ['GET', '/v1/cache/..%2Fmain', 400],
  ['GET', '/v1/cache/', 400],
  ['GET', '/v1/other', 404],
  ['DELETE', '/v1/cache/1', 405],
])('answers %s %s with %d', async (method, path, status) => {
  const { url, token } = await fixture.serve(main);
  const response = await fetch(`${url}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  expect(response.status).toBe(status);
});

describe('an entry that is not what it says', () => {
  const overwrite = async (key: string, body: string, metadata: Record<string, string>) => {
    const { endpoint, region, accessKeyId, secretAccessKey } = fixture.cloud;
    const bucket = openBucket({
      bucket: localBucket,
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
    });
    const file = join(fixture.folder, 'file');
    await writeFile(file, body);
    const sha256 = createHash('sha256').update(body).digest('hex');
    await bucket.upload(key, { path: file, size: body.length, sha256 }, metadata);
    bucket.close();
    return sha256;
  };

  it.each([
    ['other content', { sha256: '0'.repeat(64), hash: '1' }, /does not have the SHA-256 that was recorded/],
    ['no record', {}, /has no record of its content/],
  ])('is a miss, and is reported, when it has %s', async (_, metadata, why) => {
    await overwrite('cache/main/1', 'poison', metadata);
    const server = await fixture.serve(readsMain);
    expect(await bodyOf(get(server, '1'))).toBe(404);
    expect(server.told).toEqual([expect.stringMatching(why)]);
    expect(server.cache.outcomes).toEqual([{ hash: '1', outcome: 'missed', why: 'mismatch' }]);
    expect(await readdir(join(fixture.folder, 'tmp')).then((all) => all.length)).toBe(1);
  });

  it('is a miss when it is a copy of the entry of another task', async () => {
    const sha256 = await overwrite('cache/main/1', 'outputs of 2', {});
    await overwrite('cache/main/1', 'outputs of 2', { sha256, hash: '2' });
    const server = await fixture.serve(readsMain);
    expect(await bodyOf(get(server, '1'))).toBe(404);
    expect(server.told).toEqual([expect.stringMatching(/was stored for another task/)]);
  });

  it('lets the other entries be used', async () => {
    await overwrite('cache/main/1', 'poison', {});
    const server = await fixture.serve(main);
    await put(server, '2', 'outputs');
    await get(server, '1');
    expect(await bodyOf(get(server, '2'))).toBe('outputs');
  });
});

describe('a bucket in trouble', () => {
  const timeLimits = { answer: 300, transfer: 300, leastSpeed: 2 ** 30 };

  it('that is away is a miss for each task, reported once', async () => {
    const server = await fixture.serve(main);
    await fixture.cloud.close();
    for (const hash of ['1', '2', '3']) {
      expect(await bodyOf(get(server, hash))).toBe(404);
      expect(await bodyOf(put(server, hash, 'outputs'))).toBe(403);
    }
    expect(server.told).toEqual([
      expect.stringMatching(/^Nothing more is read from the cache: .*ECONNREFUSED/),
      expect.stringMatching(/^Nothing more is stored in the cache: .*ECONNREFUSED/),
    ]);
    expect(server.cache.outcomes[0]).toEqual({ hash: '1', outcome: 'missed', why: 'unavailable' });
  });

  it.each([
    ['GetObject', 'does not answer', 404, 404],
    ['PutObject', 'does not take an entry', 200, 403],
  ])('that holds a %s for ever is given up: it %s in time', async (operation, _, read, write) => {
    const server = await fixture.serve(main, { timeLimits });
    await put(server, '1', 'outputs');
    let open = () => {};
    const opens = new Promise<void>((resolve) => (open = resolve));
    fixture.faults.add({ operation, times: Infinity, effect: { kind: 'gate', opens } });
    try {
      const answers = [(await get(server, '1')).status, (await put(server, '2', 'outputs')).status];
      expect(answers).toEqual(operation === 'GetObject' ? [read, 200] : [read, write]);
      expect((await get(server, '1')).status).toBe(read);
      expect(server.told).toEqual([expect.stringMatching(/did not (answer|take an entry) within/)]);
    } finally {
      open();
    }
  });

  it.each([
    ['GetObject', 'AccessDenied', [404, 200]],
    ['PutObject', 'AccessDenied', [404, 403]],
    ['PutObject', 'ServiceUnavailable', [404, 403]],
  ] as const)('that answers %s with %s leaves the other way open', async (operation, code, statuses) => {
    const server = await fixture.serve(main);
    fixture.faults.add({ operation, times: Infinity, effect: { kind: 'error', code } });
    for (const hash of ['1', '2'])
      expect([(await get(server, hash)).status, (await put(server, hash, 'x')).status]).toEqual(statuses);
    expect(server.told).toHaveLength(1);
  });

  it('that breaks off in the midst of an entry is a miss, and the next task is asked for again', async () => {
    const server = await fixture.serve(main);
    await put(server, '1', 'x'.repeat(100_000));
    fixture.faults.add({ operation: 'GetObject', effect: { kind: 'truncate', bytes: 1000 } });
    expect(await bodyOf(get(server, '1'))).toBe(404);
    expect(await bodyOf(get(server, '1'))).toBe('x'.repeat(100_000));
  });
});

it('stores nothing of an upload that breaks off', async () => {
  const server = await fixture.serve(main);
  await new Promise<void>((resolve) => {
    const sending = request(`${server.url}/v1/cache/1`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${server.token}`, 'content-length': 1000 },
    });
    sending.on('error', () => resolve());
    sending.write('half', () => sending.destroy());
  });
  await put(server, '2', 'whole');
  expect(isStored()).toBe(false);
});

it('refuses an entry that is too large with 403, and says so', async () => {
  const server = await fixture.serve(main, { mostBytes: 10 });
  expect((await put(server, '1', 'more than ten bytes')).status).toBe(403);
  expect((await put(server, '2', 'fits')).status).toBe(200);
  expect(server.told).toEqual([
    'The outputs of task 1 are not stored in the cache. It is larger than 10 bytes.',
  ]);
});

it('removes its temporary files, and those of servers that were killed', async () => {
  const temporaryFolder = join(fixture.folder, 'tmp');
  const abandoned = join(temporaryFolder, 'sluice-cache-999999999-abandoned');
  await mkdir(abandoned, { recursive: true });
  const server = await fixture.serve(main, { temporaryFolder });
  expect(existsSync(abandoned)).toBe(false);
  await put(server, '1', 'outputs');
  await bodyOf(get(server, '1'));
  const [own = ''] = await readdir(temporaryFolder);
  expect(await readdir(join(temporaryFolder, own))).toEqual([]);
  await server.cache.close();
  expect(await readdir(temporaryFolder)).toEqual([]);
});
