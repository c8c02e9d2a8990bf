import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  expect(await install()).toEqual(['npm ci --omit=dev --no-audit --no-fund in app/server']);
  expect(existsSync(join(folder, 'app/server/node_modules/greeter/package.json'))).toBe(true);
});

it('says what the package manager said where it fails', async () => {
  write('app/server/package.json', manifest);
  write('app/server/package-lock.json', { name: 'server', lockfileVersion: 3, packages: { '': {} } });
  await expect(install()).rejects.toThrow(/`npm ci .*` failed in app\/server: /);
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
