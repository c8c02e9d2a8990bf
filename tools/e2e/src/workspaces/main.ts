import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Registry } from './registry';
import type { Scenario } from './scenario';
import { scenarios } from './scenarios';
import { Workspace } from './workspace';

const usage = `Adds the packed plugin to fresh workspaces, and publishes and promotes from each. It needs the registry of npm.

  npm run e2e                  all workspaces
  npm run e2e -- <name> ...    these workspaces

${scenarios.map(({ name, about }) => `  ${name.padEnd(20)} ${about}`).join('\n')}
`;

/** What the workspaces use beside npm: pnpm, and the last version of gitlab-ci-local that runs on Node 20. */
const programs = ['pnpm@10.34.8', 'gitlab-ci-local@4.65.1'];

/** Node's own name for the folder, not a link to it: Nx compares the two. */
const folder = mkdtempSync(join(tmpdir(), 'sluice-e2e-'));

function install(tools: string): void {
  mkdirSync(tools, { recursive: true });
  writeFileSync(join(tools, 'package.json'), '{}');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-save', '--prefix', tools, ...programs]);
}

async function run({ name, about, run: play }: Scenario, registry: string, tools: string): Promise<boolean> {
  console.log(`\n${name}: ${about}`);
  const start = Date.now();
  try {
    const home = join(folder, name);
    mkdirSync(home);
    await play(new Workspace(home, 'store', registry, tools));
    console.log(`ok: ${name} (${Math.round((Date.now() - start) / 1000)} s)`);
    return true;
  } catch (error) {
    console.error(`FAILED: ${name}\n${(error as Error).message}`);
    return false;
  }
}

async function main(names: string[]): Promise<number> {
  const unknown = names.find((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown !== undefined) {
    console.error(unknown === '--help' ? usage : `There is no workspace "${unknown}".\n\n${usage}`);
    return unknown === '--help' ? 0 : 2;
  }
  const chosen = scenarios.filter(({ name }) => names.length === 0 || names.includes(name));
  const tools = join(folder, 'tools');
  if (chosen.some(({ name }) => /pnpm$|gitlab/.test(name))) install(tools);
  // With the release console, as it is published.
  execFileSync(process.execPath, [resolve(__dirname, '../../../nx-sluice/build.mjs'), '--console']);
  const registry = new Registry(folder);
  await registry.start();
  const failed: string[] = [];
  for (const scenario of chosen) if (!(await run(scenario, registry.url, tools))) failed.push(scenario.name);
  await registry.stop();
  rmSync(folder, { recursive: true, force: true });
  console.log(failed.length === 0 ? '\nAll passed.' : `\nFailed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
