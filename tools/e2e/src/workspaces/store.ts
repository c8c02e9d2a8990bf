import type { Workspace } from './workspace';

export const build = `import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('dist/apps/store', { recursive: true });
writeFileSync('dist/apps/store/main.js', 'require("node:http").createServer((_, answer) => answer.end("ok")).listen(process.env.PORT);');
`;

const target = {
  executor: 'nx:run-commands',
  cache: true,
  inputs: ['{workspaceRoot}/build.mjs'],
  outputs: ['{workspaceRoot}/dist/apps/store'],
  options: { command: 'node build.mjs' },
};

export type Install = 'npm install' | 'pnpm install';

/** The files of a small workspace, as `create-nx-workspace` leaves them; it is much slower, and not there for 23.3 and 24. */
export async function makeStore(
  workspace: Workspace,
  nx: string,
  install: Install,
  isSolution: boolean,
): Promise<void> {
  workspace.write('package.json', {
    name: '@acme/source',
    private: true,
    ...(isSolution ? { workspaces: ['apps/*'] } : {}),
    devDependencies: { nx, '@nx/devkit': nx },
  });
  if (install === 'pnpm install')
    workspace.write('pnpm-workspace.yaml', 'packages:\n  - apps/*\nallowBuilds:\n  nx: false\n');
  workspace.write('nx.json', '{\n  // Ours.\n  "analytics": false,\n  "neverConnectToCloud": true\n}\n');
  workspace.write('.gitignore', 'node_modules\ndist\n.nx\n');
  workspace.write('build.mjs', build);
  if (isSolution)
    workspace.write('apps/store/package.json', {
      name: '@acme/store',
      private: true,
      nx: { projectType: 'application', targets: { build: target } },
    });
  else
    workspace.write(
      'apps/store/project.json',
      `{\n  // The store.\n  "name": "store",\n  "projectType": "application",\n  "targets": { "build": ${JSON.stringify(target)} }\n}\n`,
    );
  await workspace.sh('git init --quiet && git add --all && git commit --quiet --message="feat: a store"');
  await workspace.sh(install);
  await workspace.sh('git add --all && git commit --quiet --message="build: install"');
}
