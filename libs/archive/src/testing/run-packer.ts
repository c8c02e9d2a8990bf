import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

interface Packed {
  sha256: string;
  digest: string;
  files: number;
  peakMegabytes: number;
}

/** Packs a folder in another process, under the given environment, umask and options of Node. */
export async function runPacker(
  folder: string,
  output: string,
  { env = {}, umask = '022', nodeOptions = [] as string[] } = {},
): Promise<Packed> {
  const command = [
    process.execPath,
    ...nodeOptions,
    '-r',
    join(__dirname, '../../../../jest/typescript.cjs'),
    join(__dirname, 'pack-folder.ts'),
  ];
  const { stdout } = await promisify(execFile)(
    '/bin/sh',
    ['-c', `umask ${umask}; exec "$@"`, 'sh', ...command, folder, output],
    { cwd: join(__dirname, '../../../..'), env: { ...process.env, NODE_OPTIONS: '', ...env } },
  );
  return JSON.parse(stdout) as Packed;
}
