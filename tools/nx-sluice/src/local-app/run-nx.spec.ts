import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runNx } from './run-nx';
import { ToolLog } from './tool-log';

jest.setTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), 'sluice-run-nx-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('stops Nx and its task when the signal is aborted', async () => {
  symlinkSync(resolve(__dirname, '../../../../node_modules'), join(root, 'node_modules'));
  const pidFile = join(root, 'pid.txt');
  const script = `require('node:fs').writeFileSync('pid.txt', String(process.pid)); setInterval(() => undefined, 1000);`;
  writeFileSync(join(root, 'task.cjs'), script);
  writeFileSync(join(root, 'package.json'), '{ "name": "small", "private": true }');
  writeFileSync(join(root, 'nx.json'), '{ "analytics": false, "neverConnectToCloud": true }');
  writeFileSync(
    join(root, 'project.json'),
    '{ "name": "app", "targets": { "wait": { "command": "node task.cjs" } } }',
  );
  const abort = new AbortController();
  const env = { NX_CACHE_DIRECTORY: join(root, '.nx/cache') };
  const run = runNx(['run', 'app:wait'], {
    root,
    env,
    signal: abort.signal,
    log: new ToolLog('run-nx-spec'),
  });
  while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') await delay(50);
  const pid = Number(readFileSync(pidFile, 'utf8'));
  abort.abort();
  expect((await run).code).not.toBe(0);
  while (isAlive(pid)) await delay(50);
});
