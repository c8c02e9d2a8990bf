import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writeArchive } from '../index';
import { useTemporaryFolder } from '../testing/temporary-folder';

const folder = useTemporaryFolder();
const uuid = '0b0e6b0c-6a40-4c26-9a6f-0c7a4b0c2f11';
let child: ChildProcess | undefined;

afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
});

const output = () => join(folder(), 'out/app.zip');
const left = async () => (await readdir(join(folder(), 'out'))).sort();

async function packOne(): Promise<void> {
  await writeFile(join(folder(), 'small'), 'small');
  const files = [{ path: 'small', file: join(folder(), 'small') }];
  await writeArchive({ root: folder(), files, output: output() });
}

/** A packer in a process of its own, stopped in the middle of its work. */
async function stoppedPacker(): Promise<ChildProcess> {
  const root = join(folder(), 'workspace');
  await mkdir(root);
  await writeFile(join(root, 'huge'), '');
  await truncate(join(root, 'huge'), 2 ** 31);
  const script = join(__dirname, '../testing/pack-folder.ts');
  const workspace = join(__dirname, '../../../..');
  child = spawn(process.execPath, ['-r', join(workspace, 'jest/typescript.cjs'), script, root, output()], {
    cwd: workspace,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: 'ignore',
  });
  const deadline = Date.now() + 30_000;
  while ((await left().catch(() => [])).length === 0) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error('The packer never began.');
    await pause(5);
  }
  child.kill('SIGSTOP');
  return child;
}

test('removes the files of a killed run, and keeps those of a running one', async () => {
  const packer = await stoppedPacker();
  const [temporary] = await left();
  await packOne();
  expect(await left()).toEqual([temporary, 'app.zip']);

  packer.kill('SIGKILL');
  await once(packer, 'close');
  await packOne();
  expect(await left()).toEqual(['app.zip']);
});

test('removes the files of another machine after a day, and keeps other files', async () => {
  await mkdir(join(folder(), 'out'));
  const old = [`.app.zip.00000000-1.${uuid}.tmp`, `.app.zip.${uuid}.tmp`];
  const others = ['.app.zip.notes.tmp', `.app.zip.old.00000000-1.${uuid}.tmp`];
  const fresh = `.app.zip.00000000-2.${uuid}.tmp`;
  const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
  for (const name of [...old, ...others, fresh]) await writeFile(join(folder(), 'out', name), 'x');
  for (const name of [...old, ...others]) await utimes(join(folder(), 'out', name), longAgo, longAgo);
  await packOne();
  expect(await left()).toEqual([...others, fresh, 'app.zip'].sort());
});
