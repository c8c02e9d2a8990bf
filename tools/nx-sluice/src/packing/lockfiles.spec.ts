import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { extractArchive } from '@sluice/archive';
import packageArchive from '../executors/package-archive/package-archive.impl';
import { TemporaryWorkspace } from '../testing/temporary-workspace';

let workspace: TemporaryWorkspace;
beforeEach(() => {
  workspace = new TemporaryWorkspace();
  write('main.js', 'listen()');
});
afterEach(() => workspace.dispose());

const output = 'dist/server.zip';
const write = (path: string, content: string | object) =>
  workspace.write(`dist/server/${path}`, typeof content === 'string' ? content : JSON.stringify(content));
const pack = () =>
  workspace.run(packageArchive, { output, assets: [{ input: 'dist/server', output: 'app/server' }] });

async function expectRefusal(message: string, remedy: string | RegExp): Promise<void> {
  const { success, stderr } = await pack();
  expect(success).toBe(false);
  const [first, second] = stderr.trimEnd().split('\n');
  expect(first).toBe(message);
  expect(second).toMatch(remedy);
  expect(existsSync(join(workspace.root, output))).toBe(false);
}

const manifest = { name: 'server', dependencies: { express: '^5.0.0' } };
const npmLock = (dependencies: object) => ({ lockfileVersion: 3, packages: { '': { dependencies } } });

const npm = (cwd: string, ...args: string[]) =>
  execFileSync('npm', [...args, '--offline', '--no-audit', '--no-fund'], { cwd, stdio: 'pipe' });

it('packs a server whose archive installs with npm ci and answers', async () => {
  const server = join(workspace.root, 'dist/server');
  workspace.write('greeter/package.json', JSON.stringify({ name: 'greeter', version: '1.0.0' }));
  workspace.write('greeter/index.js', "module.exports = 'Hello from a dependency';");
  npm(join(workspace.root, 'greeter'), 'pack', '--pack-destination', server);
  write('package.json', { name: 'server', dependencies: { greeter: 'file:greeter-1.0.0.tgz' } });
  write('main.js', "console.log(require('greeter'));");
  npm(server, 'install', '--package-lock-only');

  expect(await pack()).toMatchObject({ success: true, stderr: '' });
  const empty = mkdtempSync(join(tmpdir(), 'sluice-unpacked-'));
  try {
    await extractArchive(join(workspace.root, output), join(empty, 'app'));
    const unpacked = join(empty, 'app/app/server');
    npm(unpacked, 'ci', '--omit=dev');
    const child = spawn(process.execPath, ['main.js'], {
      cwd: unpacked,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout)) lines.push(line);
    expect(lines).toEqual(['Hello from a dependency']);
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
});

it('refuses dependencies without a lockfile', async () => {
  write('package.json', manifest);
  await expectRefusal(
    'app/server/package.json lists dependencies, and no lockfile is packed beside it.',
    /@nx\/js:prune-lockfile.*`ignore` if the build bundles/,
  );
});

it('takes packed node_modules in place of a lockfile, also those of a folder above', async () => {
  write('apps/shop/package.json', manifest);
  write('node_modules/express/package.json', { name: 'express', dependencies: { accepts: '^2.0.0' } });
  expect(await pack()).toMatchObject({ success: true, stderr: '' });
});

it('refuses node_modules of pnpm, whose packages find each other through symlinks only', async () => {
  write('node_modules/.pnpm/express@5.0.0/node_modules/express/index.js', '');
  await expectRefusal(
    'app/server/node_modules/ contains packages that pnpm has linked, and an archive keeps no symlinks.',
    /^Set `nodeLinker: hoisted` in pnpm-workspace\.yaml/,
  );
});

it('names the command of bun, for which Nx writes no lockfile', async () => {
  workspace.write('bun.lock', '{}');
  write('package.json', manifest);
  await expectRefusal(
    'app/server/package.json lists dependencies, and no lockfile is packed beside it.',
    /`bun install --lockfile-only`/,
  );
});

it.each(['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'])(
  'refuses the %s of the workspace beside the package.json of a project',
  async (name) => {
    const text = JSON.stringify(npmLock(manifest.dependencies));
    workspace.write(name, text);
    workspace.write('package.json', JSON.stringify({ ...manifest, name: 'workspace' }));
    write(name, text);
    write('package.json', manifest);
    await expectRefusal(
      `app/server/${name} is the lockfile of the workspace, not of app/server/package.json: Nx falls back to it if it cannot prune it.`,
      /Fix what the target that prunes it reports/,
    );
    write(name, text.replace('3', '2'));
    expect(await pack()).toMatchObject({ success: true });
  },
);

it.each([
  ['another range', { express: '^4.0.0' }],
  ['no such package', { fastify: '^5.0.0' }],
])('refuses a lockfile of npm with %s', async (_, dependencies) => {
  write('package.json', manifest);
  write('package-lock.json', npmLock(dependencies));
  await expectRefusal(
    'app/server/package-lock.json does not contain express@^5.0.0, which app/server/package.json depends on: `npm ci` would fail.',
    /npm install --package-lock-only/,
  );
});

/** As @nx/js:prune-lockfile and @nx/js:copy-workspace-modules of Nx 23.2 write it. */
function writePackageOfWorkspace(folder: string, entries: readonly string[]): void {
  const dependencies = { '@acme/greeting': 'file:./workspace_modules/@acme/greeting' };
  write('package.json', { name: 'server', dependencies });
  write('workspace_modules/@acme/greeting/package.json', { name: '@acme/greeting', version: '1.0.0' });
  const all: Record<string, object> = {
    '': { name: 'server', dependencies: { '@acme/greeting': folder } },
    'node_modules/@acme/greeting': { version: `file:./${folder}`, resolved: folder, link: true },
    [folder]: { name: '@acme/greeting', version: '0.0.1' },
  };
  const packages = Object.fromEntries(entries.map((path) => [path, all[path]]));
  write('package-lock.json', { name: 'server', lockfileVersion: 3, packages });
}

const copied = 'workspace_modules/@acme/greeting';

it('packs the links of the lockfile that Nx prunes, which npm ci installs', async () => {
  writePackageOfWorkspace(copied, ['', 'node_modules/@acme/greeting', copied]);
  expect(await pack()).toMatchObject({ success: true, stderr: '' });
  const server = join(workspace.root, 'dist/server');
  npm(server, 'ci', '--omit=dev');
  expect(existsSync(join(server, 'node_modules/@acme/greeting/package.json'))).toBe(true);
});

it.each([
  ['no link', copied, ['']],
  ['a link to another folder', 'libs/greeting', ['', 'node_modules/@acme/greeting', 'libs/greeting']],
  ['a link to a folder that it does not list', copied, ['', 'node_modules/@acme/greeting']],
])('refuses a package of the workspace with %s in the lockfile', async (_, folder, entries) => {
  writePackageOfWorkspace(folder, entries);
  await expectRefusal(
    'app/server/package-lock.json does not contain @acme/greeting@file:./workspace_modules/@acme/greeting, which app/server/package.json depends on: `npm ci` would fail.',
    /the target that prunes the lockfile/,
  );
});

it('refuses a package of the workspace that is linked and not packed', async () => {
  writePackageOfWorkspace(copied, ['', 'node_modules/@acme/greeting', copied]);
  rmSync(join(workspace.root, 'dist/server/workspace_modules'), { recursive: true });
  await expectRefusal(
    'app/server/package-lock.json links @acme/greeting to workspace_modules/@acme/greeting, which is not packed: `npm ci` would leave a link to nothing.',
    /@nx\/js:copy-workspace-modules to its `dependsOn`/,
  );
});

it.each<[string, () => void]>([
  ['no dependencies', () => write('package.json', { name: 'server', devDependencies: { jest: '1' } })],
  [
    'packed node_modules',
    () => {
      write('package.json', manifest);
      write('node_modules/express/package.json', { name: 'express', dependencies: { qs: '1' } });
    },
  ],
  [
    'a lockfile in the folder above',
    () => {
      write('package.json', manifest);
      write('package-lock.json', npmLock(manifest.dependencies));
      write('workspace_modules/lib/package.json', { name: 'lib', dependencies: { qs: '1' } });
    },
  ],
  ['a package.json that is no JSON', () => write('package.json', '{{name}}')],
])('packs %s without asking for a lockfile', async (_, prepare) => {
  prepare();
  expect(await pack()).toMatchObject({ success: true, stderr: '' });
});

it('packs the package.json of the workspace with its lockfile', async () => {
  mkdirSync(join(workspace.root, 'dist'), { recursive: true });
  workspace.write('package.json', JSON.stringify(manifest));
  workspace.write('package-lock.json', JSON.stringify(npmLock(manifest.dependencies)));
  const assets = [{ input: '.', glob: '{package,package-lock}.json', output: 'app' }];
  expect(await workspace.run(packageArchive, { output, assets })).toMatchObject({ success: true });
});
