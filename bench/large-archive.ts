import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openBucket } from '@sluice/aws';
import { type Cloud, openCloud } from './cloud';
import { foundProgram } from './found-program';
import { type Command, run } from './measure';
import { writeSparse } from './sparse';
import { BenchWorkspace, repository } from './workspace';

const gibibyte = 2 ** 30;
/** Megabytes that a command may need at the most, whatever the size of the archive. */
const mostMemory = 300;

const help = `npm run bench:large -- [--gigabytes=6] [--server=local|moto] [--folder=<path>]

Packs, publishes and promotes an archive that is too large for one request of S3, with the compiled command, and reads
the promoted object back. Ends with 1 when its bytes are others, or when a command needs more than ${mostMemory} MB.
It takes four times the size on the disk; moto needs twice the size in memory besides.
`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      gigabytes: { type: 'string', default: '6' },
      server: { type: 'string', default: 'local' },
      folder: { type: 'string', default: tmpdir() },
      help: { type: 'boolean', default: false },
    },
  });
  const size = Math.round(Number(values.gigabytes) * gibibyte);
  if (values.help || !(size > 0) || !['local', 'moto'].includes(values.server))
    return void process.stdout.write(help);
  execFileSync(process.execPath, ['tools/nx-sluice/build.mjs'], { cwd: repository, stdio: 'inherit' });
  const folder = await mkdtemp(join(values.folder, 'sluice-large-'));
  process.env['TMPDIR'] = folder;
  const cloud = await (values.server === 'moto' ? openMoto(folder) : openCloud());
  try {
    await measure(folder, size, cloud);
  } finally {
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, size: number, cloud: Cloud): Promise<void> {
  const workspace = await BenchWorkspace.create(folder, 'app');
  await writeSparse(join(workspace.tree, 'model.bin'), size);
  const steps: [string, Command][] = [
    ['package', workspace.sluice('package')],
    ['publish', { ...workspace.sluice('publish', '--allow-stale'), env: cloud.env }],
    ['promote', { ...workspace.sluice('promote', 'uat', '--yes'), env: cloud.env }],
  ];
  for (const [name, command] of steps) {
    const { seconds, peakMegabytes = 0 } = await run(command);
    process.stdout.write(`${name}: ${seconds.toFixed(1)} s, ${peakMegabytes.toFixed(0)} MB\n`);
    if (peakMegabytes > mostMemory) process.exitCode = 1;
  }
  const packed = createHash('sha256');
  await pipeline(createReadStream(workspace.archive, { highWaterMark: 2 ** 20 }), packed);
  const promoted = await sha256Of(cloud, 'bench/uat.zip');
  const isSame = packed.digest('hex') === promoted;
  const bytes = (await stat(workspace.archive)).size;
  process.stdout.write(
    `bench/uat.zip: ${bytes} bytes, SHA-256 ${promoted}, ${isSame ? 'as it was packed' : 'NOT what was packed'}\n`,
  );
  if (!isSame) process.exitCode = 1;
}

async function sha256Of({ bucket: name, env }: Cloud, key: string): Promise<string> {
  const bucket = openBucket({
    bucket: name,
    endpoint: env['AWS_ENDPOINT_URL'],
    region: env['AWS_REGION'],
    credentials: { accessKeyId: env['AWS_ACCESS_KEY_ID']!, secretAccessKey: env['AWS_SECRET_ACCESS_KEY']! },
  });
  try {
    const { size = 0, versionId } = (await bucket.head(key)) ?? {};
    const hash = createHash('sha256');
    // moto reads all of an object for each range of it.
    const piece = gibibyte / 2;
    for (let at = 0; at < size; at += piece)
      hash.update(await bucket.read(key, versionId, at, Math.min(size, at + piece)));
    return hash.digest('hex');
  } finally {
    bucket.close();
  }
}

/** A moto of its own, with a bucket that keeps versions. */
async function openMoto(folder: string): Promise<Cloud> {
  const program = foundProgram('moto_server');
  if (program === undefined) throw new Error('moto_server is not on the PATH.');
  const port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
  const log = join(folder, 'moto.log');
  const written = openSync(log, 'w');
  const child = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', written, written],
    detached: true,
  });
  const cloud: Cloud = {
    bucket: 'sluice-bench',
    env: {
      SLUICE_BUCKET: 'sluice-bench',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
    },
    // Its own starter, where it is started through one, goes too.
    close: async () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      const failure = readFileSync(log, 'utf8').split('Traceback')[1];
      if (failure !== undefined) process.stderr.write(`moto failed: ${failure.slice(-2_000)}\n`);
    },
  };
  while (!(await fetch(`${cloud.env['AWS_ENDPOINT_URL']}/moto-api/`).catch(() => undefined)))
    await sleep(200);
  const bucket = `${cloud.env['AWS_ENDPOINT_URL']}/${cloud.bucket}`;
  const versioning = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
  await fetch(bucket, { method: 'PUT' });
  await fetch(`${bucket}?versioning`, { method: 'PUT', body: versioning });
  return cloud;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
