import { openBucket } from '@sluice/aws';
import { ensureBucket, type LocalCloud, openLocalCloud } from '@sluice/local-cloud';
import { type EnvironmentView, type ReleaseView, resolveSettings } from '@sluice/release';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runServer, type RunningServer } from '../testing/running-server';
import { connect } from './connect';

const commit = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';
const file = { app: 'shop-console', environments: { stage: { tag: 'latest' }, prod: { tag: 'prod' } } };
const variables = process.env;
let folder: string;
let cloud: LocalCloud;
let server: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-server-'));
  cloud = await openLocalCloud({ folder: join(folder, 'cloud') });
  process.env = {
    ...variables,
    AWS_ENDPOINT_URL_S3: cloud.endpoint,
    AWS_ACCESS_KEY_ID: cloud.accessKeyId,
    AWS_SECRET_ACCESS_KEY: cloud.secretAccessKey,
    AWS_REGION: cloud.region,
  };
  await ensureBucket(cloud, 'shop-archives');
  await publishByHand();
  const settings = resolveSettings({ file, env: { SLUICE_BUCKET: 'shop-archives' } });
  server = await runServer({ releases: connect(settings) });
});
afterAll(async () => {
  await server?.close();
  await cloud?.close();
  process.env = variables;
  await rm(folder, { recursive: true, force: true });
});

async function publishByHand(): Promise<void> {
  const path = join(folder, 'archive.zip');
  const bytes = Buffer.from('what an archive holds is no matter here');
  await writeFile(path, bytes);
  const archive = { path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  const bucket = openBucket({ bucket: 'shop-archives', region: cloud.region });
  const metadata = { commit, subject: '%3Cb%3EUmbrellas%3C%2Fb%3E', actor: 'ada' };
  await bucket.upload(`shop-console/${commit}.zip`, archive, metadata);
  await bucket.upload('shop-console/latest.zip', archive, metadata);
}

it('tells what the bucket holds: environments, archives, and which is where', async () => {
  const environments = (await (await fetch(`${server.url}/api/environments`)).json()) as EnvironmentView[];
  expect(environments).toEqual([
    expect.objectContaining({
      name: 'stage',
      current: expect.objectContaining({ commit, subject: '<b>Umbrellas</b>', actor: 'ada', size: 39 }),
    }),
    { name: 'prod', tag: 'prod', pipeline: 'shop-console-prod-pipeline' },
  ]);
  const releases = (await (await fetch(`${server.url}/api/releases`)).json()) as ReleaseView[];
  expect(releases).toEqual([
    expect.objectContaining({ commit, subject: '<b>Umbrellas</b>', environments: ['stage'] }),
  ]);
});

it('explains a bucket that does not exist', async () => {
  const settings = resolveSettings({ file, env: { SLUICE_BUCKET: 'no-such-bucket' } });
  const other = await runServer({ releases: connect(settings) });
  try {
    const answer = await fetch(`${other.url}/api/releases`);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toEqual({
      error: expect.stringContaining('no-such-bucket'),
      remedy: expect.any(String),
    });
  } finally {
    await other.close();
  }
});
