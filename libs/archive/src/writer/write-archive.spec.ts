import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ArchiveError,
  collectAssets,
  extractArchive,
  withFileSource,
  manifestName,
  readDirectory,
  readManifest,
  verifyArchive,
  writeArchive,
} from '../index';
import { pathProblem } from '../paths/archive-path';
import { PathRegister } from '../paths/path-register';
import { useTemporaryFolder, writeTree } from '../testing/temporary-folder';

const folder = useTemporaryFolder();

async function packTree(tree: Record<string, string | Uint8Array>, output = join(folder(), 'out/app.zip')) {
  const root = join(folder(), 'workspace');
  await writeTree(root, tree);
  const files = await collectAssets(root, [{ input: '.', glob: '**/*', output: '.' }]);
  return writeArchive({ root, files, output });
}

test('says what it wrote, and an archive is proved to be that', async () => {
  const written = await packTree({ 'app/main.js': 'x'.repeat(100_000), 'run*': '#!/bin/sh\n', empty: '' });
  const bytes = await readFile(written.path);
  expect(written).toMatchObject({ files: 3, contentBytes: 100_010, size: bytes.length });
  expect(written.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  const { manifest, ...proved } = await verifyArchive(written.path);
  expect(proved).toEqual({ digest: written.digest, sha256: written.sha256, size: written.size });
  expect(manifest.files.map(({ path, mode, size }) => [path, mode, size])).toEqual([
    ['app/main.js', 0o644, 100_000],
    ['empty', 0o644, 0],
    ['run', 0o755, 10],
  ]);
});

test('unpacks to the same files, modes restored whatever the umask', async () => {
  const { path } = await packTree({
    'a/b/run*': 'run',
    'a/café.txt': 'é',
    'a/big': Buffer.alloc(3_000_000, 'ab'),
  });
  const before = process.umask(0o077);
  try {
    await extractArchive(path, join(folder(), 'unpacked'));
  } finally {
    process.umask(before);
  }
  expect(await readFile(join(folder(), 'unpacked/a/café.txt'), 'utf8')).toBe('é');
  expect((await readFile(join(folder(), 'unpacked/a/big'))).equals(Buffer.alloc(3_000_000, 'ab'))).toBe(true);
  expect((await stat(join(folder(), 'unpacked/a/b/run'))).mode & 0o777).toBe(0o755);
  expect((await stat(join(folder(), 'unpacked/a/big'))).mode & 0o777).toBe(0o644);
  expect(await readdir(join(folder(), 'unpacked'))).toEqual(['a', manifestName]);
});

test('computes a digest that depends only on content, mode and path', async () => {
  const digests = [];
  const trees: Record<string, string>[] = [
    { a: 'one' },
    { a: 'two' },
    { 'a*': 'one' },
    { b: 'one' },
    { a: 'one', b: '' },
  ];
  for (const tree of trees) {
    const root = join(folder(), `tree${digests.length}`);
    await writeTree(root, tree);
    const files = await collectAssets(root, [{ input: '.', glob: '*', output: '.' }]);
    digests.push((await writeArchive({ root, files, output: `${root}.zip` })).digest);
  }
  expect(new Set(digests).size).toBe(digests.length);
});

test('unpacks any tree unchanged', async () => {
  const segment = fc.oneof(
    fc.constantFrom(
      'a',
      'B',
      '.well-known',
      'node_modules',
      'é',
      'e\u0301',
      '\u{1f600}',
      'a b',
      '#',
      '[id]',
      '%2e%2e',
      '-rf',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  );
  const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
  const trees = fc.array(fc.tuple(path, fc.uint8Array({ maxLength: 300 })), { minLength: 1, maxLength: 12 });
  const content = (index: number) => join(folder(), `content-${index}`);
  await fc.assert(
    fc.asyncProperty(trees, async (entries) => {
      const register = new PathRegister();
      register.add(manifestName);
      const fit = entries.filter(
        ([name]) => !pathProblem(name) && !register.add(name) && !/(^|\/)\.env[^/]*$/i.test(name),
      );
      fc.pre(fit.length > 0);
      for (const [index, [, bytes]] of fit.entries()) await writeFile(content(index), bytes);
      const files = fit.map(([name], index) => ({ path: name, file: content(index) }));
      const { path: zip } = await writeArchive({ root: folder(), files, output: join(folder(), 'tree.zip') });
      const { manifest } = await verifyArchive(zip);
      const paths = manifest.files.map((file) => file.path);
      expect(paths).toEqual(
        fit
          .map(([name]) => name)
          .sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right))),
      );
      for (const [name, bytes] of fit)
        expect(manifest.files.find((file) => file.path === name)!.sha256).toBe(
          createHash('sha256').update(bytes).digest('hex'),
        );
    }),
    { numRuns: 60 },
  );
}, 30_000);

test('reads the manifest alone', async () => {
  const { path } = await packTree({ a: '1', b: '2' });
  const { files } = await withFileSource(path, readManifest);
  expect(files.map((file) => file.path)).toEqual(['a', 'b']);
  expect((await withFileSource(path, readDirectory)).map((file) => file.path)).toEqual(['a', 'b']);
});

describe('nothing half-written is left', () => {
  test('when a file is refused, and the archive that was there stays', async () => {
    const output = join(folder(), 'out/app.zip');
    await writeTree(folder(), { 'out/app.zip': 'the one before', 'workspace/a': 'fine' });
    const files = [
      { path: 'a', file: join(folder(), 'workspace/a') },
      { path: 'b', file: join(folder(), 'workspace/gone') },
    ];
    await expect(writeArchive({ root: folder(), files, output })).rejects.toThrow(/gone" does not exist/);
    expect(await readdir(join(folder(), 'out'))).toEqual(['app.zip']);
    expect(await readFile(output, 'utf8')).toBe('the one before');
  });

  test('when it is aborted in the middle', async () => {
    await writeTree(folder(), { 'workspace/big': Buffer.alloc(40_000_000) });
    const files = [{ path: 'big', file: join(folder(), 'workspace/big') }];
    const output = join(folder(), 'out/app.zip');
    const abort = new AbortController();
    const packing = writeArchive({ root: folder(), files, output, signal: abort.signal });
    const begun = setInterval(() => existsSync(join(folder(), 'out')) && abort.abort(), 1);
    await expect(packing.finally(() => clearInterval(begun))).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(join(folder(), 'out'))).toEqual([]);
  });

  test('when it was aborted before it began', async () => {
    await writeTree(folder(), { a: 'a' });
    const files = [{ path: 'a', file: join(folder(), 'a') }];
    const packing = writeArchive({
      root: folder(),
      files,
      output: join(folder(), 'out/z'),
      signal: AbortSignal.abort(),
    });
    await expect(packing).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(folder())).toEqual(['a']);
  });

  test('when the output cannot take its name', async () => {
    const output = join(folder(), 'out/app.zip');
    await mkdir(join(output, 'full'), { recursive: true });
    const error = await packTree({ a: 'a' }, output).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ArchiveError);
    expect(await readdir(join(folder(), 'out'))).toEqual(['app.zip']);
  });

  test('when the disk fails under it', async () => {
    await writeTree(folder(), { a: Buffer.alloc(1000) });
    await writeFile(join(folder(), 'file'), '');
    const files = [{ path: 'a', file: join(folder(), 'a') }];
    const error = await writeArchive({ root: folder(), files, output: join(folder(), 'file/app.zip') }).catch(
      (e) => e,
    );
    expect(error).toBeInstanceOf(ArchiveError);
    expect(error.message).toMatch(/cannot be written \((ENOTDIR|EEXIST)\)/);
  });
});

test('refuses a file that grows while it is packed', async () => {
  const file = join(folder(), 'log');
  await writeFile(file, Buffer.alloc(30_000_000));
  const growing = setInterval(() => appendFileSync(file, 'more'), 5);
  const packing = writeArchive({
    root: folder(),
    files: [{ path: 'log', file }],
    output: join(folder(), 'z.zip'),
  });
  await expect(packing.finally(() => clearInterval(growing))).rejects.toThrow(
    /log" changed while it was being packed/,
  );
  expect(await readdir(folder())).toEqual(['log']);
});
