import { deepStrictEqual, match } from 'node:assert/strict';
import { join } from 'node:path';
import type { Workspace } from './workspace';

/**
 * CI builds on one machine and fills the cache, and Deploy publishes from a fresh clone on another one: it builds nothing, and
 * the archive is that of a build without the cache. Each machine has a home and a cache of Nx of its own.
 */
export async function shipFromCache(workspace: Workspace, project: string): Promise<void> {
  const cloud = join(workspace.home, 'shared-cloud');
  const on = async (machine: string, command: string, bucket = cloud) => {
    const folder = join(workspace.home, machine);
    const own = [
      `mkdir -p ${folder}/home`,
      `git clone --quiet ${workspace.root} ${folder}/clone`,
      `ln -s ${workspace.root}/node_modules ${folder}/clone/node_modules`,
      `export HOME=${folder}/home NX_CACHE_DIRECTORY=${folder}/nx-cache SLUICE_LOCAL_CLOUD=${bucket}`,
      `cd ${folder}/clone`,
    ];
    const output = await workspace.sh([...own, `${command} 2>&1`].join('\n'));
    const clone = join(folder, 'clone');
    deepStrictEqual(await workspace.sh('git status --porcelain', clone), '', 'Files were left.');
    return {
      output,
      archive: await workspace.sh('find dist/archives -name "*.zip" -exec sha256sum {} +', clone),
    };
  };
  const ci = await on('ci', `npx sluice cache -- npx nx run-many -t build package --outputStyle=static`);
  match(ci.output, /Cache: 0 hits, 2 misses, 2 stored/);
  const deploy = await on(
    'deploy',
    `NX_ISOLATE_PLUGINS=false node_modules/.bin/sluice cache --read-only -- nx run-many -p ${project} -t publish --requireCached --batch --outputStyle=static`,
  );
  match(deploy.output, /Cache: 2 hits \(.*\), 0 misses, nothing stored/);
  match(deploy.output, /Published [0-9a-f]{8} as/);
  match(deploy.output, /sluice: 1 published/);
  // On a cloud that has no entries, everything is built, and nothing of it is what CI built.
  const refused = await on(
    'refused',
    `! npx sluice cache --read-only -- nx run ${project}:publish --requireCached --outputStyle=static`,
    `${cloud}-empty`,
  );
  match(refused.output, /These outputs are not what CI of the main branch built: .*the cache has no entry/);
  const cold = await on('cold', `npx nx run ${project}:package --outputStyle=static`, `${cloud}-cold`);
  deepStrictEqual(deploy.archive, cold.archive, 'The archive differs from that of a cold build.');
}
