import { execFileSync, spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { verifyArchive } from '@sluice/archive';
import { openBucket } from '@sluice/aws';
import { type Cloud, openCloud } from './cloud';
import { foundProgram } from './found-program';
import { type Command, run } from './measure';
import { openMoto } from './moto';
import { writeSparse } from './sparse';
import { BenchWorkspace, repository } from './workspace';

// The advice to take a newer Node is for whoever writes the SDK into an app.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** Megabytes that a command may need at the most, whatever the size of the archive. */
const mostMemory = 300;
const servers = ['local', 'moto'];

const help = `npm run bench:large -- [--gigabytes=6] [--server=local|moto] [--folder=<path>]

Packs, publishes and promotes an archive that is too large for one request of S3, with the compiled command: on the
local cloud, then on moto if python3 finds it. Then reads the promoted object back, verifies it, and compares its
SHA-256 by sha256sum. Ends with 1 when it is not what was packed, or when a command needs more than ${mostMemory} MB.
It takes five times the size on the disk; moto takes eight times, and three times the size in memory.
`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      gigabytes: { type: 'string', default: '6' },
      server: { type: 'string', multiple: true, default: servers },
      folder: { type: 'string', default: tmpdir() },
      help: { type: 'boolean', default: false },
    },
  });
  const size = Math.round(Number(values.gigabytes) * 1e9);
  if (values.help || !(size > 0) || !values.server.every((name) => servers.includes(name)))
    return void process.stdout.write(help);
  execFileSync(process.execPath, ['tools/nx-sluice/build.mjs'], { cwd: repository, stdio: 'inherit' });
  for (const server of values.server) {
    const folder = await mkdtemp(join(values.folder, 'sluice-large-'));
    process.env['TMPDIR'] = folder;
    try {
      await play(server, folder, size);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function play(server: string, folder: string, size: number): Promise<void> {
  const moto = server === 'moto' ? pythonWithMoto() : undefined;
  if (server === 'moto' && moto === undefined)
    return void process.stdout.write('moto: skipped, because no python3 on the PATH finds it\n');
  const cloud = await (moto === undefined ? openCloud() : openMoto(moto, folder));
  try {
    await measure(server, folder, size, cloud);
  } finally {
    await cloud.close();
  }
}

function pythonWithMoto(): string | undefined {
  const python = foundProgram('python3');
  if (python === undefined) return undefined;
  return spawnSync(python, ['-c', 'import moto.server']).status === 0 ? python : undefined;
}

async function measure(server: string, folder: string, size: number, cloud: Cloud): Promise<void> {
  const workspace = await BenchWorkspace.create(folder, 'app');
  await writeSparse(join(workspace.tree, 'model.bin'), size);
  const steps: [string, Command][] = [
    ['package', workspace.sluice('package')],
    ['publish', { ...workspace.sluice('publish', '--allow-stale'), env: cloud.env }],
    ['promote', { ...workspace.sluice('promote', 'uat', '--yes'), env: cloud.env }],
  ];
  for (const [name, command] of steps) {
    const { seconds, peakMegabytes = 0 } = await run(command);
    process.stdout.write(`${server}: ${name}: ${seconds.toFixed(1)} s, ${peakMegabytes.toFixed(0)} MB\n`);
    if (peakMegabytes > mostMemory) process.exitCode = 1;
  }
  const packed = sha256sum(workspace.archive);
  // moto needs the room.
  await rm(workspace.archive);
  const path = join(folder, 'promoted.zip');
  const published = await download(cloud, 'bench/uat.zip', path);
  const { digest } = await verifyArchive(path);
  const promoted = sha256sum(path);
  const isSame = promoted === packed && digest === published;
  process.stdout.write(
    `${server}: bench/uat.zip: ${(await stat(path)).size} bytes, digest ${digest.slice(0, 12)}, SHA-256 ${promoted}: ` +
      `${isSame ? 'as it was packed' : 'NOT what was packed'}\n`,
  );
  if (!isSame) process.exitCode = 1;
}

/** By the program, which knows nothing of ours. */
function sha256sum(path: string): string {
  return execFileSync('sha256sum', [path], { encoding: 'utf8' }).slice(0, 64);
}

/** @returns the digest that was published with the object. */
async function download(
  { bucket: name, env }: Cloud,
  key: string,
  path: string,
): Promise<string | undefined> {
  const bucket = openBucket({
    bucket: name,
    endpoint: env['AWS_ENDPOINT_URL'],
    region: env['AWS_REGION'],
    credentials: { accessKeyId: env['AWS_ACCESS_KEY_ID']!, secretAccessKey: env['AWS_SECRET_ACCESS_KEY']! },
  });
  try {
    const { size = 0, versionId, metadata } = (await bucket.head(key)) ?? {};
    // moto reads all of an object for each range of it.
    const piece = 2 ** 30;
    const pieces = async function* () {
      for (let at = 0; at < size; at += piece)
        yield await bucket.read(key, versionId, at, Math.min(size, at + piece));
    };
    await pipeline(Readable.from(pieces()), createWriteStream(path));
    return metadata?.['digest'];
  } finally {
    bucket.close();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
