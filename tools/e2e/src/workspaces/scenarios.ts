import { doesNotMatch, match, ok } from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gitlab } from './gitlab';
import { kindsOfApps } from './kinds-of-apps';
import { nest } from './nest';
import { next } from './next';
import { shipFromCache } from './from-cache';
import { assertShipped, generate, shipTwice } from './story';
import type { Scenario } from './scenario';
import { makeStore, type Install } from './store';

/** One of each minor version that the peer range names, the last one first. */
const versions = { '22.7': '22.7.12', '23.2': '23.2.1', '23.3': '23.3.2', '24.0': '24.0.0' };

/** `nx add`, which configures the only application; then each generator; then publish and promote, twice. */
function byHand(version: keyof typeof versions, kind: 'classic' | 'solution', install: Install): Scenario {
  const isSolution = kind === 'solution';
  const project = isSolution ? '@acme/store' : 'store';
  return {
    name: `${kind}-${version}${install === 'pnpm install' ? '-pnpm' : ''}`,
    about: `Nx ${versions[version]}, ${isSolution ? 'a TypeScript solution' : 'project.json'}, ${install.split(' ')[0]}`,
    async run(workspace) {
      await makeStore(workspace, versions[version], install, isSolution);
      const added = await workspace.sh('npx nx add nx-sluice');
      match(added, /Package nx-sluice added successfully/);
      match(added, /added the targets package, publish, promote/);
      match(workspace.read('nx.json'), /\/\/ Ours\.[^]*"nx-sluice"/);
      await generate(workspace, [
        `nx-sluice:configuration ${project}`,
        'nx-sluice:environment demo --tag=demo',
        'nx-sluice:aws',
        'nx-sluice:workflows --ci=github',
      ]);
      await shipTwice(workspace, project, 'acme-app');
      match(await workspace.sh('npx sluice promote demo'), /"demo" moved to it/);
      await shipFromCache(workspace, project);
      // The plugin that nx.json names lets Nx hash what is packed.
      const inputs = await workspace.sh(`npx nx show target inputs ${project}:package --json`);
      match(inputs, /aws\/Dockerfile/);
    },
  };
}

/** The commands of docs/adopting.md, word for word. */
const adopting: Scenario = {
  name: 'adopting',
  about: 'docs/adopting.md word for word, with create-nx-workspace',
  async run(workspace) {
    const page = readFileSync(resolve(__dirname, '../../../../docs/adopting.md'), 'utf8');
    const [, commands = ''] = /```sh\n(npx create-nx-workspace[^]*?)```/.exec(page) ?? [];
    const lines = commands.trim().split('\n');
    ok(lines.length > 1 && lines.length <= 5, `docs/adopting.md shows ${lines.length} commands.`);
    doesNotMatch(commands, /&&|\|\||;|\\$/m);
    mkdirSync(workspace.root);
    match(await workspace.sh(lines.join('\n')), /"uat" moved to it/);
    await assertShipped(workspace, 'store');
  },
};

export const scenarios: Scenario[] = [
  byHand('22.7', 'classic', 'npm install'),
  byHand('23.2', 'solution', 'pnpm install'),
  byHand('23.3', 'classic', 'npm install'),
  byHand('24.0', 'solution', 'npm install'),
  adopting,
  gitlab,
  kindsOfApps,
  nest,
  next,
];
