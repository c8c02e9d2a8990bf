import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BuildContext } from '@sluice/local-cloud';
import { SluiceError } from '@sluice/release';
import { installForProduction, lockfileNames, packageManagerOf } from '../packing/package-managers';

const folders = ['.', 'app', 'app/server'];

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
    const lockfile = lockfileNames.find((name) => existsSync(join(cwd, name)));
    if (lockfile === undefined) continue;
    const manager = packageManagerOf(lockfile, readFileSync(join(cwd, lockfile), 'utf8'));
    const { program, args, env } = installForProduction(manager);
    // Otherwise pnpm installs the workspace above, which this folder is in. Nx packs settings of pnpm; they count.
    const isNested = manager === 'pnpm' && !existsSync(join(cwd, 'pnpm-workspace.yaml'));
    const all = isNested ? [...args, '--ignore-workspace'] : args;
    const line = [program, ...all].join(' ');
    log(`${line} in ${path}`);
    try {
      await promisify(execFile)(program, all, {
        cwd,
        signal,
        // What npm would ask the registry besides is of no use here.
        env: { npm_config_audit: 'false', npm_config_fund: 'false', ...process.env, ...env },
        maxBuffer: 64 * 1024 * 1024,
      });
    } catch (cause) {
      signal.throwIfAborted();
      const { code, stderr = '', message } = cause as NodeJS.ErrnoException & { stderr?: string };
      const why = stderr.trim().split('\n').slice(-3).join(' ') || message;
      throw new SluiceError(
        'failed',
        code === 'ENOENT'
          ? `${path}/${lockfile} needs ${program}, which is not on the PATH.`
          : `\`${line}\` failed in ${path}: ${why}.`,
        code === 'ENOENT' ? `Install ${program}, then deploy again.` : 'Fix the lockfile, and publish again.',
        { cause },
      );
    }
  }
}
