import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BuildContext } from '@sluice/local-cloud';
import { SluiceError } from '@sluice/release';

type Command = [file: string, ...args: string[]];

/** What installs the packages of each lockfile without changing it. */
const installers: Readonly<Record<string, Command>> = {
  'npm-shrinkwrap.json': ['npm', 'ci', '--omit=dev', '--no-audit', '--no-fund'],
  'package-lock.json': ['npm', 'ci', '--omit=dev', '--no-audit', '--no-fund'],
  'pnpm-lock.yaml': ['pnpm', 'install', '--prod', '--frozen-lockfile'],
  'yarn.lock': ['yarn', 'install', '--immutable'],
  'bun.lock': ['bun', 'install', '--production', '--frozen-lockfile'],
  'bun.lockb': ['bun', 'install', '--production', '--frozen-lockfile'],
};

const folders = ['.', 'app', 'app/server'];

/** The unpacked archive is below the workspace, which pnpm would install instead; Yarn 1 has other options. */
function commandFor(lockfile: string, cwd: string): Command | undefined {
  const command = installers[lockfile];
  if (lockfile === 'pnpm-lock.yaml' && command && !existsSync(join(cwd, 'pnpm-workspace.yaml')))
    return [...command, '--ignore-workspace'];
  if (lockfile === 'yarn.lock' && readFileSync(join(cwd, lockfile), 'utf8').includes('# yarn lockfile v1'))
    return ['yarn', 'install', '--production', '--frozen-lockfile'];
  return command;
}

/** Without it, Yarn 2 and later write no node_modules, where Node looks. */
const variables = { YARN_NODE_LINKER: 'node-modules' };

/**
 * Installs what an unpacked archive depends on, as the Dockerfile does on AWS: where a lockfile lies beside a
 * package.json, and no node_modules were packed.
 * @throws SluiceError `failed` with the end of what the package manager printed
 */
export async function installPackages({
  folder,
  log,
  signal,
}: Pick<BuildContext, 'folder' | 'log' | 'signal'>): Promise<void> {
  for (const path of folders) {
    const cwd = join(folder, path);
    if (!existsSync(join(cwd, 'package.json')) || existsSync(join(cwd, 'node_modules'))) continue;
    const lockfile = Object.keys(installers).find((name) => existsSync(join(cwd, name)));
    const [file, ...args] = commandFor(lockfile ?? '', cwd) ?? [];
    if (file === undefined) continue;
    log(`${[file, ...args].join(' ')} in ${path}`);
    try {
      const env = { ...process.env, ...variables };
      await promisify(execFile)(file, args, { cwd, signal, env, maxBuffer: 64 * 1024 * 1024 });
    } catch (cause) {
      signal.throwIfAborted();
      const { code, stderr = '', message } = cause as NodeJS.ErrnoException & { stderr?: string };
      const why = stderr.trim().split('\n').slice(-3).join(' ') || message;
      throw new SluiceError(
        'failed',
        code === 'ENOENT'
          ? `${path}/${lockfile} needs ${file}, which is not on the PATH.`
          : `\`${file} ${args.join(' ')}\` failed in ${path}: ${why}.`,
        code === 'ENOENT' ? `Install ${file}, then deploy again.` : 'Fix the lockfile, and publish again.',
        { cause },
      );
    }
  }
}
