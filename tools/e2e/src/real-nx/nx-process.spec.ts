import { once } from 'node:events';
import { existsSync, readdirSync, watch } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SmallWorkspace } from './testing/small-workspace';

jest.setTimeout(120_000);

let workspace: SmallWorkspace | undefined;
afterEach(() => workspace?.dispose());

/** Resolves when the file is there. */
async function appears(folder: string, name: string): Promise<void> {
  const watcher = watch(folder);
  while (!existsSync(join(folder, name))) await once(watcher, 'change');
  watcher.close();
}

it('lets 3 MB of --json through whole, and keeps no cache of Nx below the home folder', async () => {
  workspace = new SmallWorkspace(`printer.done('done', { paths: Array(30_000).fill('~'.repeat(95)) })`);
  const file = await open(join(workspace.root, 'output'), 'w+');
  const nx = workspace.run(file.fd);
  await Promise.all([text(nx.stderr!), once(nx, 'close')]);
  await file.close();
  const stdout = await readFile(join(workspace.root, 'output'), 'utf8');
  // Nx breaks lines where a piece of the pipe ends, so the characters are counted.
  expect(stdout.split('~')).toHaveLength(30_000 * 95 + 1);
  expect(readdirSync(workspace.home)).not.toContain('.nx');
});

it('lets an executor end in order after one SIGTERM to nx, of which it hears two', async () => {
  workspace = new SmallWorkspace(`
    const { writeFileSync } = require('node:fs');
    await interruptible(async (signal) => {
      writeFileSync('ready', '');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      // An orderly end takes a while: long enough for the second signal.
      await new Promise((resolve) => setTimeout(resolve, 300));
      writeFileSync('ended-in-order', '');
    });
  `);
  const ready = appears(workspace.root, 'ready');
  const ended = appears(workspace.root, 'ended-in-order');
  const nx = workspace.run();
  nx.stdout?.resume();
  nx.stderr?.resume();
  await ready;
  nx.kill('SIGTERM');
  await ended;
  expect(existsSync(join(workspace.root, 'ended-in-order'))).toBe(true);
});
