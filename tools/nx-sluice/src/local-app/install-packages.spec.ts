import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { installPackages } from './install-packages';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-unpacked-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: object): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(content));
}

async function install(): Promise<string[]> {
  const lines: string[] = [];
  await installPackages({ folder, log: (line) => lines.push(line), signal: new AbortController().signal });
  return lines;
}

const manifest = { name: 'server', dependencies: { greeter: 'file:greeter' } };

it('installs the packages of a lockfile beside package.json', async () => {
  write('app/server/package.json', manifest);
  write('app/server/greeter/package.json', { name: 'greeter', version: '1.0.0' });
  write('app/server/package-lock.json', {
    name: 'server',
    lockfileVersion: 3,
    packages: {
      '': manifest,
      greeter: { version: '1.0.0' },
      'node_modules/greeter': { resolved: 'greeter', link: true },
    },
  });
  expect(await install()).toEqual(['npm ci --omit=dev in app/server']);
  expect(existsSync(join(folder, 'app/server/node_modules/greeter/package.json'))).toBe(true);
});

it('says what the package manager said where it fails', async () => {
  write('app/server/package.json', manifest);
  write('app/server/package-lock.json', { name: 'server', lockfileVersion: 3, packages: { '': {} } });
  await expect(install()).rejects.toThrow(/`npm ci .*` failed in app\/server: /);
});

describe('with a program in place of the package manager', () => {
  const { PATH } = process.env;
  afterEach(() => {
    process.env.PATH = PATH;
  });

  it.each([
    [
      'pnpm, which leaves the workspace around it alone',
      'pnpm-lock.yaml',
      '',
      {},
      'pnpm install --frozen-lockfile --prod --ignore-workspace',
    ],
    [
      'pnpm with its own settings',
      'pnpm-lock.yaml',
      '',
      { 'pnpm-workspace.yaml': {} },
      'pnpm install --frozen-lockfile --prod',
    ],
    ['Yarn 1', 'yarn.lock', '# yarn lockfile v1\n', {}, 'yarn install --frozen-lockfile --production'],
    ['Yarn 4 into node_modules', 'yarn.lock', '__metadata:\n  version: 8\n', {}, 'yarn install --immutable'],
    ['bun', 'bun.lock', '{}', {}, 'bun install --frozen-lockfile --production'],
  ])('installs with %s', async (_, lockfile, text, others, command) => {
    const [program = ''] = command.split(' ');
    writeFileSync(join(folder, program), '#!/bin/sh\necho "$*, $YARN_NODE_LINKER" > ran\n', { mode: 0o755 });
    process.env.PATH = `${folder}:${PATH}`;
    write('app/server/package.json', manifest);
    for (const [name, content] of Object.entries(others)) write(`app/server/${name}`, content);
    writeFileSync(join(folder, 'app/server', lockfile), text);
    expect(await install()).toEqual([`${command} in app/server`]);
    const linker = command.endsWith('--immutable') ? 'node-modules' : '';
    expect(`${program} ${readFileSync(join(folder, 'app/server/ran'), 'utf8')}`).toBe(
      `${command}, ${linker}\n`,
    );
  });
});

it.each([
  ['there is no lockfile', () => undefined],
  [
    'node_modules were packed',
    () => {
      write('app/server/package-lock.json', {});
      write('app/server/node_modules/greeter/package.json', {});
    },
  ],
])('installs nothing where %s', async (_, prepare) => {
  write('app/server/package.json', manifest);
  prepare();
  expect(await install()).toEqual([]);
});
