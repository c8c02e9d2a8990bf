import { installForProduction, shellLine, type PackageManager } from '../../packing/package-managers';
import { readTemplate, replaceOnce } from '../shared/templates';
import type { PackedApp } from './packed-app';

const copies = 'COPY app/ app/\n';
const command = 'CMD ["node", "app/server/main.js"]\n';

/** The image of what was packed: aws/Dockerfile of Sluice itself, which runs a server that needs no installation. */
export function dockerfileOf(
  { kind, main, installs }: PackedApp,
  { packageManager, pinned }: { packageManager: PackageManager; pinned?: unknown },
): string {
  const text = readTemplate('aws', 'Dockerfile');
  if (kind === 'static') {
    return replaceOnce(
      replaceOnce(text, copies, `${copies}COPY aws/static-server.mjs ./\n`),
      command,
      'CMD ["node", "static-server.mjs"]\n',
    );
  }
  const run = replaceOnce(text, command, `CMD ["node", ${JSON.stringify(main)}]\n`);
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

/** The script of the Build stage; a Dockerfile that installs packages needs the network. */
export function withNetwork(text: string): string {
  return replaceOnce(
    replaceOnce(text, 'docker build --network none --file', 'docker build --file'),
    '# Everything is built already, so what the Dockerfile runs needs no network.',
    '# The Dockerfile installs the packages of the lockfile that was packed.',
  );
}
