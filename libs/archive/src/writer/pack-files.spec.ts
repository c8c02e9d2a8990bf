import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ArchiveError, collectAssets, verifyArchive, writeArchive } from '../index';
import { withFileSource } from '../reader/range-source';
import { withZipDirectory } from '../reader/zip-directory';
import { noise } from '../testing/noise';
import { useTemporaryFolder, writeTree } from '../testing/temporary-folder';
import { packInParallel } from './pack-in-parallel';
import { filesOf } from './packed-file';

const folder = useTemporaryFolder();
const root = () => join(folder(), 'workspace');

const text = (length: number) =>
  Buffer.from('const answer = 42; // '.repeat(Math.ceil(length / 22))).subarray(0, length);

async function pack(tree: Record<string, string | Uint8Array>) {
  await writeTree(root(), tree);
  const files = await collectAssets(root(), [{ input: '.', glob: '**/*', output: '.' }]);
  const written = await writeArchive({ root: root(), files, output: join(folder(), 'out.zip') });
  const methods = await withFileSource(written.path, (source) =>
    withZipDirectory(source, async ({ entries }) =>
      Object.fromEntries(entries.map(({ path, record }) => [path, record.compressionMethod])),
    ),
  );
  return { written, methods };
}

test('stores what does not get shorter, and compresses the rest, whatever its size', async () => {
  const { written, methods } = await pack({
    empty: '',
    'short.txt': 'a short text that is no worth',
    'small.woff2': noise(5_000, 'small'),
    'small.js': text(5_000),
    'middle.woff2': noise(500_000, 'middle'),
    'middle.js': text(500_000),
    'large.woff2': noise(5_000_000, 'large'),
    'large.js': text(5_000_000),
    'mixed.bin': Buffer.concat([noise(200_000, 'mixed'), text(800_000)]),
  });
  expect(methods).toEqual({
    empty: 0,
    'short.txt': 0,
    'small.woff2': 0,
    'small.js': 8,
    'middle.woff2': 0,
    'middle.js': 8,
    'large.woff2': 0,
    'large.js': 8,
    'mixed.bin': 8,
    'sluice-manifest.json': 8,
  });
  expect((await verifyArchive(written.path)).digest).toBe(written.digest);
  expect(written.size).toBeLessThan(5_000 + 500_000 + 5_000_000 + 200_000 + 60_000);
});

test('writes the same bytes on one thread and on many', async () => {
  const tree = Object.fromEntries(
    Array.from({ length: 400 }, (_, index) => [
      `f${index}.${index % 3 === 0 ? 'bin' : 'js'}`,
      index % 3 === 0 ? noise(index * 40, `${index}`) : text(index * 100),
    ]),
  );
  await writeTree(root(), { ...tree, 'large.js': text(3_000_000), 'large.bin': noise(3_000_000, 'large') });
  const files = await collectAssets(root(), [{ input: '.', glob: '**/*', output: '.' }]);
  const items = files.map((file) => ({ ...file, maySecrets: false }));
  const zips = [];
  for (const threads of [0, 2]) {
    const hash = createHash('sha256');
    const paths: string[] = [];
    for await (const { bytes, files: packed } of packInParallel({
      root: root(),
      items,
      count: items.length,
      threads,
    })) {
      hash.update(bytes);
      for (const { path } of filesOf(packed)) paths.push(path);
    }
    expect(paths).toEqual(items.map(({ path }) => path));
    zips.push(hash.digest('hex'));
  }
  expect(zips[1]).toBe(zips[0]);
});

test('reports the first refusal in the order of the paths, whichever thread is first', async () => {
  const tree = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`f${index + 100}`, `${index}`]));
  await writeTree(root(), { 'a-slow-one': noise(6_000_000, 'slow'), ...tree });
  const files = await collectAssets(root(), [{ input: '.', glob: '**/*', output: '.' }]);
  const moved = files.map(({ path, file }) => ({
    path,
    file: ['f340', 'f650'].includes(path) ? `${file}-gone` : file,
  }));
  const error = await writeArchive({ root: root(), files: moved, output: join(folder(), 'out.zip') }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ArchiveError);
  expect((error as ArchiveError).message).toMatch(/f340-gone" does not exist\.$/);
  expect((error as ArchiveError).remedy).toMatch(/exclude the file/);
  expect((error as ArchiveError).cause).toMatchObject({ code: 'ENOENT' });
});

test('secrets that several threads find are told in order of the paths', async () => {
  const token = `ghp_${'a1'.repeat(18)}`;
  const tree = Object.fromEntries(
    Array.from({ length: 400 }, (_, index) => [`f${index + 100}`, text(20_000)]),
  );
  const packing = pack({ ...tree, f110: token, f480: token, f300: token });
  await expect(packing).rejects.toThrow(
    '"f110" (github, line 1), "f300" (github, line 1), "f480" (github, line 1).',
  );
});

test('writes pieces that other tools can read', async () => {
  const { written } = await pack({
    'large.js': text(3_000_000),
    'large.bin': noise(3_000_000, 'x'),
    'é.txt': 'é',
  });
  expect((await stat(written.path)).size).toBe(written.size);
  try {
    expect(execFileSync('unzip', ['-tq', written.path], { encoding: 'utf8' })).toContain('No errors');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    console.warn('Skipped the look with unzip: it is not installed.');
  }
});
