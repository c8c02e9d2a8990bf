/**
 * How soon a console that nobody looked at yet shows its first board and its first page of releases on a large bucket
 * of the local cloud:
 *
 *     node -r @swc-node/register apps/server/src/testing/cold-start.ts [archives, 5000] [versions of each tag, 500]
 *
 * The server is the built one, in a process of its own. It prints figures and asserts nothing: they are the machine's
 * as much as the server's. Filling the bucket takes a minute or two.
 */
import type { ReleasePage } from '@sluice/contract';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cloud, settings } from './cloud';

const [archives = 5_000, versions = 500] = process.argv.slice(2).map(Number);
const token = 'a-token-of-forty-three-letters-for-the-figures';
const workspace = resolve(__dirname, '../../../..');
const sha = (index: number) => createHash('sha1').update(String(index)).digest('hex');

async function fill(cloud: Cloud): Promise<void> {
  const path = join(cloud.folder, 'archive.zip');
  const bytes = Buffer.from('what an archive holds is no matter here');
  await writeFile(path, bytes);
  const file = { path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  const put = (name: string, index: number) =>
    cloud.bucket.upload(`shop-console/${name}.zip`, file, {
      commit: sha(index),
      digest: sha(index),
      subject: `Subject number ${index}`,
      actor: 'amy',
      'deploy-id': `${name} ${index}`,
    });
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < archives; index = next++) await put(sha(index), index);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  for (let index = 0; index < versions; index += 1) {
    await Promise.all(['latest', 'uat', 'prod'].map((tag) => put(tag, index)));
  }
}

async function startServer(cloud: Cloud) {
  const outdir = join(cloud.folder, 'server');
  execFileSync(process.execPath, [join(workspace, 'apps/server/bundle.mjs'), '--outdir', outdir]);
  const config = join(cloud.folder, 'sluice.json');
  const environments = Object.fromEntries(settings.environments.map(({ name, tag }) => [name, { tag }]));
  await writeFile(config, JSON.stringify({ app: settings.app, environments }));
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud.local;
  const child = spawn(process.execPath, [join(outdir, 'main.js')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PORT: '0',
      SLUICE_CONFIG: config,
      SLUICE_BUCKET: settings.bucket,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      CONSOLE_TOKEN: token,
    },
  });
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise<string>((found) =>
    lines.on('line', (line) => {
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (address !== undefined) found(address);
    }),
  );
  return { url, stop: () => child.kill() };
}

async function measure(url: string, cloud: Cloud): Promise<void> {
  const start = performance.now();
  const since = () => `${Math.round(performance.now() - start)} ms`;
  const ask = async (path: string) => {
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    const body = await answer.text();
    return { body, told: `${path} ${answer.status} after ${since()}` };
  };
  const first = await Promise.all(['/api/board', '/api/releases'].map(ask));
  for (const { told } of first) console.log(told);
  console.log('requests so far', Object.fromEntries(cloud.faults.counts));
  for (let isIndexed = false; !isIndexed; await sleep(500)) {
    const { indexed, total } = JSON.parse((await ask('/api/releases?pageSize=10')).body) as ReleasePage;
    isIndexed = indexed === total;
  }
  console.log(`all indexed after ${since()}`);
  const before = performance.now();
  await ask('/api/releases?search=number%2049&sort=subject');
  console.log(`a search by subject takes ${Math.round(performance.now() - before)} ms`);
  console.log('requests in all', Object.fromEntries(cloud.faults.counts));
  const memory = /process_resident_memory_bytes (\d+)/.exec((await ask('/metrics')).body)?.[1];
  console.log(`memory ${Math.round(Number(memory) / 1e6)} MB`);
}

async function main(): Promise<void> {
  const cloud = await Cloud.open();
  try {
    await fill(cloud);
    console.log(`${archives} archives, ${versions} versions of each tag`);
    cloud.faults.reset();
    const server = await startServer(cloud);
    try {
      await measure(server.url, cloud);
    } finally {
      server.stop();
    }
  } finally {
    await cloud.close();
  }
}

void main();
