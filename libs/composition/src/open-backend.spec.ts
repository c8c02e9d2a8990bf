import { bucketOf, resolveSettings } from '@sluice/release';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localBucket, openBackend, openEntryStore } from './index';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-backend-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const settingsOf = (env: Record<string, string>) =>
  resolveSettings({ file: { app: 'story', environments: { stage: { tag: 'latest' } } }, env });

it.each([
  [{}, '.sluice'],
  [{ SLUICE_LOCAL_CLOUD: 'elsewhere' }, 'elsewhere'],
])('opens the local cloud where %j names no bucket, in the folder %s', async (env, folder) => {
  const backend = await openBackend(settingsOf(env as Record<string, string>), root);
  try {
    expect(backend.bucket.name).toBe(localBucket);
    expect(await backend.bucket.head('story/latest.zip')).toBeUndefined();
    expect(backend.rules).toBeUndefined();
    expect(existsSync(join(root, folder))).toBe(true);
  } finally {
    await backend.close();
  }
});

it('uses the local cloud that is open for the entries of the cache, where it is announced', async () => {
  const settings = settingsOf({});
  const name = 'ab'.repeat(16);
  const entries = await openEntryStore(settings, root, name);
  const told = await openBackend(settings, root, { announcedAs: name });
  const alone = await openBackend(settings, root);
  expect(await told.bucket.head('story/latest.zip')).toBeUndefined();
  await entries.close();
  expect(await alone.bucket.head('story/latest.zip')).toBeUndefined();
  await expect(told.bucket.head('story/latest.zip')).rejects.toThrow('cannot be reached');
  await told.close();
  await alone.close();
});

it.each([
  [undefined, true],
  ['http://127.0.0.1:9', false],
])(
  'opens the bucket that is named; with the endpoint %p there are stacks: %p',
  async (endpoint, areStacks) => {
    const before = process.env.AWS_ENDPOINT_URL;
    if (endpoint !== undefined) process.env.AWS_ENDPOINT_URL = endpoint;
    const backend = await openBackend(
      settingsOf({ SLUICE_BUCKET: 'acme-pipeline', AWS_REGION: 'eu-west-1' }),
      root,
    );
    try {
      expect(backend.bucket.name).toBe('acme-pipeline');
      expect(backend.stacks !== undefined).toBe(areStacks);
      expect(existsSync(join(root, '.sluice'))).toBe(false);
    } finally {
      if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
      else process.env.AWS_ENDPOINT_URL = before;
      await backend.close();
    }
  },
);

it.each([
  [localBucket, localBucket],
  ['acme-pipeline', 'acme-eu'],
])(
  'keeps the tags of an environment with a bucket of its own in that of %s: %s',
  async (bucket, expected) => {
    const before = process.env.AWS_ENDPOINT_URL;
    // So the server of the console is told of the local cloud.
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:9';
    const environments = { stage: { tag: 'latest' }, prod: { tag: 'prod', bucket: 'acme-eu' } };
    const settings = resolveSettings({
      file: { app: 'story', environments },
      env: { SLUICE_BUCKET: bucket, AWS_REGION: 'eu-west-1' },
    });
    const backend = await openBackend(settings, root);
    try {
      expect(bucketOf(backend.bucket, 'story/prod.zip')).toBe(expected);
      expect(bucketOf(backend.bucket, 'story/latest.zip')).toBe(bucket);
      // Only the local cloud is asked more often than AWS.
      expect(backend.pace !== undefined).toBe(bucket === localBucket);
    } finally {
      if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
      else process.env.AWS_ENDPOINT_URL = before;
      await backend.close();
    }
  },
);
