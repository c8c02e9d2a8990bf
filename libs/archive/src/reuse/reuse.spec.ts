import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync, renameSync } from 'node:fs';
import {
  appendFile,
  chmod,
  mkdir,
  open,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { collectAssets, verifyArchive, writeArchive } from '../index';
import { useTemporaryFolder, writeTree } from '../testing/temporary-folder';
import { carriedOver, UnchangedFiles } from './carry-over';
import { type PackingCache, provedStart, readCache } from './packing-cache';

const folder = useTemporaryFolder();
const root = () => join(folder(), 'workspace');
const output = () => join(folder(), 'out/app.zip');
const cache = () => join(folder(), 'cache/app');

/** Files are too young to be known again when they were written a moment before: here the clock of the packer is ahead. */
beforeEach(() => {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + 60_000);
});
afterEach(() => jest.restoreAllMocks());

async function pack(more: { cache?: string; output?: string; allowSecrets?: string[] } = {}) {
  const files = await collectAssets(root(), [{ input: '.', glob: '**/*', output: '.' }]);
  return writeArchive({ root: root(), files, output: output(), cache: cache(), ...more });
}

async function known(): Promise<string[]> {
  const remembered = await readCache(cache(), output());
  const files = await collectAssets(root(), [{ input: '.', glob: '**/*', output: '.' }]);
  const items = files.map((file) => ({ ...file, maySecrets: false }));
  if (!remembered || !(await isProved(remembered))) return [];
  const unchanged = UnchangedFiles.find(root(), items, items.length, remembered);
  const others = new Set(unchanged.others(items));
  return items.filter((item) => !others.has(item)).map(({ path }) => path);
}

async function isProved(remembered: PackingCache): Promise<boolean> {
  const archive = await open(output());
  const start = await provedStart(archive, remembered.archive, 0);
  await archive.close();
  return start !== undefined;
}

const contents = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constant('a line of code\n'.repeat(5_000)),
  fc.constantFrom(0, 1).map((seed) => randomBytes(seed * 3_000 + 10)),
  // Longer than what is packed in one piece.
  fc.constant('a long line of code\n'.repeat(60_000)),
);
const names = ['a', 'b', 'dir/c', 'dir/d.js', 'dir/e.json', 'z'];
const change = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), name: fc.constantFrom(...names), content: contents }),
  fc.record({ kind: fc.constantFrom('touch', 'mode', 'remove', 'replace'), name: fc.constantFrom(...names) }),
);

async function apply(one: { kind: string; name: string; content?: string | Uint8Array }): Promise<void> {
  const file = join(root(), one.name);
  const stats = await stat(file).catch(() => undefined);
  if (one.kind === 'write') {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, one.content!);
  } else if (!stats) return;
  else if (one.kind === 'touch') await utimes(file, 1_000_000, 1_000_000);
  else if (one.kind === 'mode') await chmod(file, stats.mode & 0o100 ? 0o644 : 0o755);
  else if (one.kind === 'remove') await rm(file);
  else {
    // Other bytes of the same length and with the same time of change, as a tool that restores times leaves them.
    await writeFile(`${file}.new`, Buffer.alloc(stats.size, 'x'));
    await utimes(`${file}.new`, stats.atime, stats.mtime);
    await rename(`${file}.new`, file);
  }
}

test('writes the same bytes as a first packing, whatever changed in between', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(change, { maxLength: 4 }), { minLength: 2, maxLength: 4 }),
      async (rounds) => {
        await rm(root(), { recursive: true, force: true });
        await writeTree(root(), { kept: 'always there', 'dir/kept.js': 'const kept = 1;\n'.repeat(100) });
        for (const changes of rounds) {
          for (const one of changes) await apply(one);
          const { sha256 } = await pack();
          const cold = await pack({ cache: undefined, output: join(folder(), 'cold/app.zip') });
          expect(sha256).toBe(cold.sha256);
          expect((await verifyArchive(output())).sha256).toBe(sha256);
        }
      },
    ),
    { numRuns: 15 },
  );
}, 120_000);

test('knows again what has not changed, and nothing else', async () => {
  await writeTree(root(), { a: '1', b: '2', 'run*': '#!/bin/sh', long: 'long line\n'.repeat(200_000) });
  await pack();
  expect(await known()).toEqual(['a', 'b', 'long', 'run']);
  await appendFile(join(root(), 'b'), '!');
  await chmod(join(root(), 'run'), 0o644);
  expect(await known()).toEqual(['a', 'long']);
});

test('does not trust a file that was changed in the moment before it was read', async () => {
  jest.restoreAllMocks();
  await writeTree(root(), { a: '1' });
  await pack();
  expect(await known()).toEqual([]);
});

test.each([
  ['another archive', async () => writeFile(output(), 'something else')],
  ['no archive', async () => rm(output())],
  ['a cache that is cut', async () => truncate(cache(), (await stat(cache())).size - 1)],
  ['a cache with another byte', async () => appendFile(cache(), 'x')],
  ['no cache', async () => writeFile(cache(), '{"edition":')],
])('knows nothing beside %s, and packs anyway', async (_what, spoil) => {
  await writeTree(root(), { a: '1', b: '2' });
  const { sha256 } = await pack();
  await spoil();
  expect(await known()).toEqual([]);
  expect((await pack()).sha256).toBe(sha256);
  expect(await known()).toEqual(['a', 'b']);
});

test('refuses what was allowed before, though it has not changed', async () => {
  await writeTree(root(), { 'token.txt': `ghp_${'a1'.repeat(18)}`, '.env': 'COLOR=blue' });
  await pack({ allowSecrets: ['**/*'] });
  await expect(pack({ allowSecrets: ['.env'] })).rejects.toThrow(/"token\.txt" \(github, line 1\)/);
  await expect(pack({ allowSecrets: ['*.txt'] })).rejects.toThrow(/"\.env" is an environment file/);
});

test('refuses a link that leads out of the workspace by now', async () => {
  await writeTree(folder(), { outside: 'x', 'workspace/a': 'x' });
  await symlink('a', join(root(), 'link'));
  await pack();
  await rm(join(root(), 'link'));
  await symlink('../outside', join(root(), 'link'));
  await expect(pack()).rejects.toThrow(/link" is a symlink that points outside the workspace root/);
});

test('packs anyway where the cache cannot be written', async () => {
  await writeTree(folder(), { 'workspace/a': '1', cache: 'no folder' });
  expect((await pack()).files).toBe(1);
  expect(await known()).toEqual([]);
});

test('refuses an archive that is truncated while files are taken over from it, and says what to do', async () => {
  await writeTree(root(), { a: '1', b: '2' });
  await pack();
  const remembered = (await readCache(cache(), output()))!;
  const files = await collectAssets(root(), [{ input: '.', glob: '**/*', output: '.' }]);
  const items = files.map((file) => ({ ...file, maySecrets: false }));
  const unchanged = UnchangedFiles.find(root(), items, items.length, remembered);
  await truncate(output(), 10);
  const archive = await open(output());
  const takeOver = async () => {
    for await (const part of carriedOver(archive, unchanged, nothingPacked())) void part;
  };
  await expect(takeOver()).rejects.toMatchObject({
    message: expect.stringContaining('was truncated'),
    remedy: expect.stringContaining('package again'),
  });
  await archive.close();
});

test('takes over the files of the archive that it has checked, though another packing replaces it then', async () => {
  await writeTree(root(), { a: '1', b: '2', c: '3' });
  await pack();
  await writeFile(join(root(), 'c'), '4');
  const cold = await pack({ cache: undefined, output: join(folder(), 'cold/app.zip') });
  await writeTree(join(folder(), 'another'), { a: 'x', b: 'y' });
  const another = await collectAssets(join(folder(), 'another'), [{ input: '.', glob: '**/*', output: '.' }]);
  const other = join(folder(), 'another.zip');
  await writeArchive({ root: join(folder(), 'another'), files: another, output: other });
  const files = await collectAssets(root(), [{ input: '.', glob: '**/*', output: '.' }]);
  // The archive is checked before, and its bytes are copied after, the second time that the root is looked up.
  const lookUp = realpathSync.native;
  let times = 0;
  jest.spyOn(realpathSync, 'native').mockImplementation(((path: string) => {
    if (path === root()) times += 1;
    if (times === 2 && path === root()) renameSync(other, output());
    return lookUp(path);
  }) as typeof realpathSync.native);
  const { sha256 } = await writeArchive({ root: root(), files, output: output(), cache: cache() });
  expect(existsSync(other)).toBe(false);
  expect(sha256).toBe(cold.sha256);
  expect((await verifyArchive(output())).sha256).toBe(cold.sha256);
});

async function* nothingPacked(): AsyncGenerator<never> {}
