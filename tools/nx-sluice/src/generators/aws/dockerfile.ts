import { installForProduction, shellLine, type PackageManager } from '../../packing/package-managers';
import { readTemplate, replaceOnce } from '../shared/templates';
import type { PackedApp } from './packed-app';

const copies = 'COPY app/ app/\n';
const command = 'CMD ["node", "app/server/main.js"]\n';

/**
 * Packages that were installed where the app was built, such as sharp, may contain programs for its C library. Machines of
 * CI have glibc, which Debian has, and Alpine has not.
 */
const debian =
  'public.ecr.aws/docker/library/node:22.22.3-bookworm-slim@sha256:e21fc383b50d5347dc7a9f1cae45b8f4e2f0d39f7ade28e4eef7d2934522b752';

/** The image of what was packed: aws/Dockerfile of Sluice itself, which runs a server that needs no installation. */
export function dockerfileOf(
  { kind, main, command: started, installs, isNext }: PackedApp,
  { packageManager, pinned }: { packageManager: PackageManager; pinned?: string },
): string {
  const text = readTemplate('aws', 'Dockerfile');
  if (kind === 'static' && started === undefined) {
    return replaceOnce(
      replaceOnce(text, copies, `${copies}COPY aws/static-server.mjs ./\n`),
      command,
      'CMD ["node", "static-server.mjs"]\n',
    );
  }
  const words = started === undefined ? ['node', main] : ['/bin/sh', '-c', withoutShell(started)];
  const plain = replaceOnce(text, command, `CMD [${words.map((word) => JSON.stringify(word)).join(', ')}]\n`);
  const run = isNext ? forNext(plain) : plain;
  if (!installs) return run;
  const folder = main.slice(0, main.lastIndexOf('/'));
  const explained = replaceOnce(
    run,
    '# The archive is the build context: everything is built already, the image only carries it.\n',
    '# The archive is the build context: everything is built already, only the packages of the lockfile are installed.\n',
  );
  const install = shellLine(installForProduction(packageManager, pinned));
  return replaceOnce(explained, copies, `${copies}RUN cd ${folder} && ${install}\n`);
}

/** A single program takes the place of the shell, so that it gets the signal to stop. */
function withoutShell(line: string): string {
  return /[;&|<>()`\n]/.test(line) ? line : `exec ${line}`;
}

/** A server of Next.js listens on the address that HOSTNAME names, and a container has its own name there. */
function forNext(text: string): string {
  const onDebian = text.replace(/^ARG NODE_IMAGE=.*$/m, `ARG NODE_IMAGE=${debian}`);
  return replaceOnce(onDebian, '    HOST=0.0.0.0 \\\n', '    HOST=0.0.0.0 \\\n    HOSTNAME=0.0.0.0 \\\n');
}

/** The script of the Build stage; a Dockerfile that installs packages needs the network. */
export function withNetwork(text: string): string {
  return replaceOnce(
    replaceOnce(text, 'docker build --network none --file', 'docker build --file'),
    '# Everything is built already, so what the Dockerfile runs needs no network.',
    '# The Dockerfile installs the packages of the lockfile that was packed.',
  );
}
