import { execFileSync } from 'node:child_process';
import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { runPacker } from '../testing/run-packer';
import { useTemporaryFolder, writeTree } from '../testing/temporary-folder';

const tree: Record<string, string | Uint8Array> = {
  'server/main.js': 'console.log("served");\n'.repeat(5000),
  'server/start.sh*': '#!/bin/sh\nexec node main.js\n',
  'client/index.html': '<!doctype html><title>é</title>',
  'client/.well-known/empty': '',
  'client/Zebra.txt': 'Z',
  'client/apple.txt': 'a',
  'client/äpfel.txt': 'ä',
  'client/\u{1f600}.txt': 'astral',
  'client/\uffee.txt': 'basic',
  'client/image.bin': Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * index) % 251)),
};

const machines = [
  {
    name: 'Adelaide',
    env: { TZ: 'Australia/Adelaide', LANG: 'sv_SE.UTF-8', LC_ALL: 'C' },
    umask: '077',
    mtime: 1,
  },
  { name: 'LosAngeles', env: { TZ: 'America/Los_Angeles', LANG: 'C' }, umask: '000', mtime: 1_700_000_000 },
  { name: 'UTC', env: { TZ: 'UTC', LANG: 'en_US.UTF-8' }, umask: '022', mtime: 951_825_600 },
];

const folder = useTemporaryFolder();

async function packOn(
  { name, env, umask, mtime }: (typeof machines)[number],
  order: string[],
): Promise<Buffer> {
  const root = join(folder(), name, 'a/checkout'.repeat(name.length % 3));
  await writeTree(root, Object.fromEntries(order.map((path) => [path, tree[path]!])));
  for (const path of order) await utimes(join(root, path.replace(/\*$/, '')), mtime, mtime);
  const output = join(folder(), `${name}.zip`);
  await runPacker(root, output, { env, umask });
  return readFile(output);
}

function shuffles(): string[][] {
  const names = Object.keys(tree);
  return [names, [...names].reverse(), [...names.slice(4), ...names.slice(0, 4)]];
}

test('writes the same bytes for the same files on any machine, readable by other tools', async () => {
  const orders = shuffles();
  const zips = [];
  for (const [index, machine] of machines.entries()) zips.push(await packOn(machine, orders[index]!));
  expect(zips[1]!.equals(zips[0]!)).toBe(true);
  expect(zips[2]!.equals(zips[0]!)).toBe(true);

  const file = join(folder(), 'UTC.zip');
  const zipinfo = toolOutput('zipinfo', ['-l', file]);
  if (zipinfo === undefined)
    return console.warn('Skipped the look with zipinfo and unzip: they are not installed.');
  const lines = zipinfo.split('\n').filter((line) => / (unx|fat|ntf) /.test(line));
  expect(lines).toHaveLength(Object.keys(tree).length + 1);
  for (const line of lines) expect(line).toMatch(/^-rw(-r--r--|xr-xr-x) .* unx .* 80-Jan-01 00:00 /);
  expect(lines.filter((line) => line.startsWith('-rwxr-xr-x'))).toEqual([
    expect.stringContaining('app/server/start.sh'),
  ]);
  expect(toolOutput('unzip', ['-tq', file])).toContain('No errors detected');
  return undefined;
}, 60_000);

/** Undefined when the tool is not on this machine; its failure is the test's. */
function toolOutput(tool: string, args: string[]): string | undefined {
  try {
    return execFileSync(tool, args, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
