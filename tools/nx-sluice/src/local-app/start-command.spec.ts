import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startCommand } from './start-command';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-unpacked-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function commandFor(paths: string[], start?: { command?: string; health?: string }): string[] {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), '');
  }
  const { file, args } = startCommand(folder, { app: 'story', start });
  return [file, ...args].map((word) => word.replace(`${folder}/`, ''));
}

it.each([
  [['app/server/main.js', 'app/server/index.js', 'app/client/index.html'], 'app/server/main.js'],
  [['app/server/index.mjs'], 'app/server/index.mjs'],
  [['app/server/server.js', 'app/server/package.json'], 'app/server/server.js'],
])('runs the server of %j', (paths, main) => {
  expect(commandFor(paths)).toEqual([process.execPath, main]);
});

it('runs the server that Next.js has written into the folder of its project, on the loopback address', () => {
  const paths = ['app/server/node_modules/next/dist/server.js', 'app/server/apps/shop/lib/server.js'];
  expect(() => commandFor(paths)).toThrow(/nothing to start/);
  const main = join(folder, 'app/server/apps/shop/server.js');
  writeFileSync(main, 'process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(nextConfig)');
  expect(startCommand(folder, { app: 'story', start: undefined })).toEqual({
    file: process.execPath,
    args: [main],
    env: { HOSTNAME: '127.0.0.1' },
  });
});

it.each([
  [['app/client/index.html'], 'app/client'],
  [['app/client/build/index.html'], 'app/client/build'],
])('serves the static files of %j', (paths, site) => {
  expect(commandFor(paths)).toEqual([process.execPath, expect.stringMatching(/static-server\.mjs$/), site]);
});

it('prefers the command of sluice.json', () => {
  expect(commandFor(['app/server/main.js'], { command: './app/server/api' })).toEqual([
    '/bin/sh',
    '-c',
    './app/server/api',
  ]);
});

it('names the setting where there is nothing to start', () => {
  expect(() => commandFor(['app/server/api'], { health: '/' })).toThrow(/so there is nothing to start/);
});
