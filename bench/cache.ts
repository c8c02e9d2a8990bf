import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { openCloud } from './cloud';
import { foundProgram } from './found-program';
import { writeSparse } from './sparse';
import { BenchWorkspace, repository } from './workspace';

/** Megabytes that `sluice cache` may need at the most, whatever the size of an entry. */
const mostMemory = 150;

const help = `npm run bench:cache -- [--gigabytes=2] [--entries=1000] [--rounds=3]

Stores small entries and a large one through \`sluice cache\` on the local cloud, and reads them back; in
turns, downloads the large one with \`aws s3 cp\`, if it is found. Ends with 1 when \`sluice cache\` needs more than ${mostMemory} MB.
`;

interface Measured {
  small: { stored: number; read: number; peakMegabytes: number };
  large: { stored: number; read: number[]; copied: number[] };
  peakMegabytes: number;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      gigabytes: { type: 'string', default: '2' },
      entries: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '3' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(help);
  execFileSync(process.execPath, ['tools/nx-sluice/build.mjs'], { cwd: repository, stdio: 'inherit' });
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-cache-'));
  const cloud = await openCloud();
  try {
    const workspace = await BenchWorkspace.create(folder, 'app');
    const [large, target] = [join(folder, 'large'), join(folder, 'read')];
    await writeSparse(large, Math.round(Number(values.gigabytes) * 1e9));
    const client = join(repository, 'bench/cache-client.cjs');
    const { program, args: command, cwd } = workspace.sluice('cache', '--namespace=main', '--');
    const aws = foundProgram('aws');
    const output = await textOf(
      program,
      [
        ...command,
        process.execPath,
        client,
        large,
        target,
        values.entries,
        values.rounds,
        ...(aws === undefined ? [] : [aws]),
      ],
      { cwd, env: { ...process.env, ...cloud.env } },
    );
    const measured = JSON.parse(output) as Measured;
    const { small, large: one } = measured;
    const same = (await sha256Of(large)) === (await sha256Of(target));
    const lines = [
      `${values.entries} entries of 20 kB, 8 at a time: stored in ${small.stored.toFixed(1)} s, read in ${small.read.toFixed(1)} s, ${small.peakMegabytes.toFixed(0)} MB`,
      `one entry of ${values.gigabytes} GB: stored in ${one.stored.toFixed(1)} s, read in ${median(one.read).toFixed(2)} s, ${measured.peakMegabytes.toFixed(0)} MB, ${same ? 'the same bytes' : 'OTHER BYTES'}`,
    ];
    if (one.copied.length > 0) {
      const ratios = one.read.map((seconds, round) => seconds / (one.copied[round] ?? seconds));
      lines.push(
        `aws s3 cp of it: ${median(one.copied).toFixed(2)} s; ratio of a hit: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`,
      );
    }
    process.stdout.write(`${lines.join('\n')}\n`);
    if (!same || measured.peakMegabytes > mostMemory) process.exitCode = 1;
  } finally {
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The cloud is served by this process, so nothing may block it. */
function textOf(
  program: string,
  args: string[],
  options: { cwd?: string; env: NodeJS.ProcessEnv },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`It ended with ${code}.`))));
  });
}

void main(process.argv.slice(2));
