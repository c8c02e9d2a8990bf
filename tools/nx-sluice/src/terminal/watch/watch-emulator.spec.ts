import type { Deployment } from '@sluice/contract';
import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../../composition/quiet-sdk';
import { openBucket, openPipelines, type LazyPipelines, type S3Bucket } from '@sluice/aws';
import {
  CodePipelineService,
  ensureBucket,
  openLocalCloud,
  startPipelines,
  type LocalCloud,
  type PipelineDefinition,
} from '@sluice/local-cloud';
import { assertDeployed, watchDeployment, type WatchEvent } from '@sluice/release';
import { nextCommandFor } from '../next-command';

const command = nextCommandFor({ app: 'story' });

/** The real SDK, the real protocol, and servers that really run. */
const healthy = `
  require('node:http').createServer((_, response) => response.end('{"digest":"d"}')).listen(process.env.PORT, '127.0.0.1');
`;
const dying = `console.error('no database'); process.exit(3);`;
const bucketName = 'watched';

let folder: string;
let cloud: LocalCloud;
let bucket: S3Bucket;
let pipelines: LazyPipelines;

function definition(name: string): PipelineDefinition {
  return {
    name: `${name}-pipeline`,
    source: { bucket: bucketName, key: `app/${name}.zip` },
    build: async ({ file, folder: target }) => {
      await copyFile(file, join(target, 'server.cjs'));
      return { summary: 'Taken as it is' };
    },
    deploy: {
      name,
      publicPort: 0,
      command: (target) => ({ file: process.execPath, args: [join(target, 'server.cjs')], env: {} }),
      healthPath: '/healthz',
      expect: () => ({}),
    },
  };
}

const whenMissing = { noPipelines: 'Start it.', otherPipelines: 'Restart it.' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watched-'));
  const service = new CodePipelineService();
  cloud = await openLocalCloud({ folder, services: () => [service] });
  await ensureBucket(cloud, bucketName);
  await startPipelines({
    service,
    store: cloud.store,
    folder: join(folder, 'codepipeline'),
    definitions: [definition('well'), definition('ill')],
    pollMs: 20,
    timing: { healthIntervalMs: 10, healthTimeoutMs: 10_000, drainMs: 200, graceMs: 200 },
  });
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const address = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  bucket = openBucket({ ...address, bucket: bucketName });
  pipelines = openPipelines({ ...address, whenMissing });
});

afterAll(async () => {
  await pipelines.close();
  bucket.close();
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
});

async function deploy(
  name: string,
  script: string,
): Promise<{ deployment: Deployment; events: WatchEvent[] }> {
  const path = join(folder, `${name}.js`);
  await writeFile(path, script);
  const sha256 = createHash('sha256').update(script).digest('hex');
  const key = `app/${name}.zip`;
  const written = await bucket.upload(key, { path, size: Buffer.byteLength(script), sha256 }, {});
  if (written.outcome !== 'written') throw new Error('nothing was written');
  const events: WatchEvent[] = [];
  const deployment = await watchDeployment({
    pipelines,
    command,
    environments: [{ name, pipeline: `${name}-pipeline` }],
    tag: name,
    key,
    commit: 'c'.repeat(40),
    versionId: written.versionId ?? '',
    written: 'now',
    pace: { shortest: 50, longest: 200 },
    report: (event) => events.push(event),
  });
  return { deployment, events };
}

it('follows a version until its server runs', async () => {
  const { deployment, events } = await deploy('well', healthy);
  expect(deployment.results[0]?.end).toEqual({ kind: 'succeeded' });
  expect(deployment.results[0]?.stages.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'Source succeeded',
    'Build succeeded',
    'Deploy succeeded',
  ]);
  expect(events[0]).toMatchObject({ kind: 'waiting', stages: ['Source', 'Build', 'Deploy'] });
});

it("ends as failed with the server's own last words", async () => {
  const { deployment } = await deploy('ill', dying);
  expect(() => assertDeployed(deployment, command)).toThrow(/Deploy failed in ill-pipeline: [^]*no database/);
});

it('tells the remedy for a pipeline that the server does not know among its own', async () => {
  const { deployment } = await deploy('none', healthy);
  expect(() => assertDeployed(deployment, command)).toThrow('No pipeline "none-pipeline" is running here.');
  expect(deployment.results[0]?.end).toMatchObject({ findings: [{ remedy: 'Restart it.' }] });
});

it('tells the remedy for a server that has no pipelines at all', async () => {
  const other = await mkdtemp(join(tmpdir(), 'watched-'));
  const bare = await openLocalCloud({ folder: other, announce: false });
  const { endpoint, region, accessKeyId, secretAccessKey } = bare;
  const credentials = { accessKeyId, secretAccessKey };
  const lost = openPipelines({ endpoint, region, credentials, whenMissing });
  try {
    await expect(lost.executions('a-pipeline', 1)).rejects.toMatchObject({
      kind: 'no-pipeline',
      remedy: 'Start it.',
    });
  } finally {
    await lost.close();
    await bare.close();
    await rm(other, { recursive: true, force: true });
  }
});
