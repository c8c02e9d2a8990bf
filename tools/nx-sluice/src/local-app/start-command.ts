import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SluiceError, type Settings } from '@sluice/release';
import { findPackageRoot } from '../cli/package-root';

/** Where a server is looked for, in this order: as the bundlers of Nx call it, and as frameworks do. */
const servers = ['main', 'index', 'server'].flatMap((name) =>
  ['js', 'mjs', 'cjs'].map((extension) => `app/server/${name}.${extension}`),
);

/**
 * What runs an unpacked archive: the command of sluice.json, else its server, else one that serves its static files.
 * @param folder absolute path of the unpacked archive
 * @throws SluiceError `failed` where nothing is found
 */
export function startCommand(
  folder: string,
  { app, start }: Pick<Settings, 'app' | 'start'>,
): { file: string; args: string[] } {
  if (start?.command !== undefined) return { file: '/bin/sh', args: ['-c', start.command] };
  const server = servers.find((path) => existsSync(join(folder, path)));
  if (server !== undefined) return { file: process.execPath, args: [join(folder, server)] };
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
