import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { SluiceError, type Settings } from '@sluice/release';
import { findPackageRoot } from '../cli/package-root';

/** Where a server is looked for, in this order: as the bundlers of Nx call it, and as frameworks do. */
const servers = ['main', 'index', 'server'].flatMap((name) =>
  ['js', 'mjs', 'cjs'].map((extension) => `app/server/${name}.${extension}`),
);

export interface StartCommand {
  file: string;
  args: string[];
  env?: Record<string, string>;
}

/**
 * What runs an unpacked archive: the command of sluice.json, else its server, else one that serves its static files.
 * @param folder absolute path of the unpacked archive
 * @throws SluiceError `failed` where nothing is found
 */
export function startCommand(folder: string, { app, start }: Pick<Settings, 'app' | 'start'>): StartCommand {
  if (start?.command !== undefined) return { file: '/bin/sh', args: ['-c', start.command] };
  const server = servers.find((path) => existsSync(join(folder, path)));
  if (server !== undefined) return { file: process.execPath, args: [join(folder, server)] };
  const next = nextServer(folder);
  // It listens on the address that this variable names, which a shell may have set to the name of the machine.
  if (next !== undefined) return { file: process.execPath, args: [next], env: { HOSTNAME: '127.0.0.1' } };
  const site = ['app/client/build', 'app/client'].find((path) =>
    existsSync(join(folder, path, 'index.html')),
  );
  if (site !== undefined) {
    const staticServer = join(findPackageRoot(__dirname), 'templates/docker/static-server.mjs');
    return { file: process.execPath, args: [staticServer, join(folder, site)] };
  }
  throw new SluiceError(
    'failed',
    `The archive of ${app} contains no app/server/main.js and no app/client/index.html, so there is nothing to start.`,
    'Set the command that starts it and listens on $PORT in sluice.json: "start": { "command": "…" }.',
  );
}

/**
 * The server of Next.js, which it writes into the folder of the project: app/server/apps/web/server.js.
 * @returns an absolute path; nothing where there is none
 */
function nextServer(folder: string): string | undefined {
  return globSync('**/server.js', {
    cwd: join(folder, 'app'),
    absolute: true,
    ignore: ['**/node_modules/**'],
  })
    .sort()
    .find((path) => readFileSync(path, 'utf8').includes('__NEXT_PRIVATE_STANDALONE_CONFIG'));
}
