import { deepStrictEqual, match, ok } from 'node:assert/strict';
import type { Workspace } from './workspace';

/** What is expected of every workspace once the plugin is added and one project is configured. */
export async function shipTwice(workspace: Workspace, project: string, app: string): Promise<void> {
  const ship = `npx nx run ${project}:publish\nnpx nx run ${project}:promote --tag=uat`;
  const first = await workspace.sh(ship);
  match(first, /Published [0-9a-f]{8} as/);
  match(first, /Promoted [0-9a-f]{8}: "uat" moved to it/);
  await assertShipped(workspace, app);
  const before = await workspace.versions();
  const second = await workspace.sh(ship);
  match(second, /Nothing was written/);
  deepStrictEqual(await workspace.versions(), before, 'The second publish wrote something.');
  await assertClean(workspace, 'Publishing left files behind.');
}

/** The bucket has the commit, and both tags. */
export async function assertShipped(workspace: Workspace, app: string): Promise<void> {
  const sha = (await workspace.sh('git rev-parse HEAD')).trim();
  const keys = (await workspace.versions()).map((line) => line.split(' ')[0]);
  for (const name of [sha, 'latest', 'uat'])
    ok(keys.includes(`${app}/${name}.zip`), `The bucket has no ${name}.zip, but: ${keys.join(', ')}`);
}

/** Runs generators and commits what they made; their specs show that a second run changes nothing. */
export async function generate(workspace: Workspace, generators: readonly string[]): Promise<void> {
  for (const generator of generators) await workspace.sh(`npx nx g ${generator}`);
  await workspace.sh('git add --all && git commit --quiet --message="build: deploy with Sluice"');
  // What is there already is left alone, and said to be.
  match(await workspace.sh(`npx nx g ${generators[0]}`), /Nothing to change/);
  await assertClean(workspace, `nx g ${generators[0]} changed something the second time.`);
}

async function assertClean(workspace: Workspace, message: string): Promise<void> {
  deepStrictEqual(await workspace.sh('git status --porcelain'), '', message);
}
