import type { PackageManager } from '../shared/package-manager';
import { readTemplate, replaceOnce } from '../shared/templates';
import type { PackedApp } from './packed-app';

/** How the packages of a packed lockfile are installed, into node_modules, where Node looks for them. Nx writes no lockfile for bun. */
const install: Record<PackageManager | 'yarn 1', string> = {
  npm: 'npm ci --omit=dev',
  pnpm: 'corepack enable && pnpm install --prod --frozen-lockfile',
  yarn: 'corepack enable && YARN_NODE_LINKER=node-modules yarn install --immutable',
  'yarn 1': 'corepack enable && yarn install --production --frozen-lockfile',
  bun: 'npm install --omit=dev',
};

const copies = 'COPY app/ app/\n';
const command = 'CMD ["node", "app/server/main.js"]\n';

/** The image of what was packed: aws/Dockerfile of Sluice itself, which runs a server that needs no installation. */
export function dockerfileOf(
  { kind, main, installs }: PackedApp,
  packageManager: keyof typeof install,
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
  return replaceOnce(explained, copies, `${copies}RUN cd ${folder} && ${install[packageManager]}\n`);
}

/** The script of the Build stage; a Dockerfile that installs packages needs the network. */
export function withNetwork(text: string): string {
  return replaceOnce(
    replaceOnce(text, 'docker build --network none --file', 'docker build --file'),
    '# Everything is built already, so what the Dockerfile runs needs no network.',
    '# The Dockerfile installs the packages of the lockfile that was packed.',
  );
}
