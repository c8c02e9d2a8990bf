import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ArchiveError,
  diffDirectories,
  withFileSource,
  type RangeSource,
  readDirectory,
  readManifest,
  verifyArchive,
} from '../index';
import { rawArchive } from '../testing/raw-zip';
import { useTemporaryFolder } from '../testing/temporary-folder';

const folder = useTemporaryFolder();

function counting(bytes: Buffer): RangeSource & { reads: [number, number][] } {
  const reads: [number, number][] = [];
  return {
    size: bytes.length,
    reads,
    async read(start, end) {
      reads.push([start, end]);
      return bytes.subarray(start, end);
    },
  };
}

const noise = Buffer.from(Array.from({ length: 400_000 }, (_, index) => (index * 7919 * (index % 13)) % 256));

test('reads a small directory with one read of the tail', async () => {
  const source = counting(rawArchive([{ name: 'big', content: noise, method: 0 }, { name: 'small' }]));
  expect((await readDirectory(source)).map(({ path, size }) => [path, size])).toEqual([
    ['big', noise.length],
    ['small', 0],
  ]);
  expect(source.reads).toEqual([[source.size - 65_577, source.size]]);
});

test('reads a longer directory with one more read', async () => {
  const many = Array.from({ length: 3000 }, (_, index) => ({
    name: `${'long'.repeat(10)}/${index}`,
    content: 'x',
  }));
  const source = counting(rawArchive([{ name: 'big', content: noise, method: 0 }, ...many]));
  expect(await readDirectory(source)).toHaveLength(3001);
  expect(source.reads).toHaveLength(2);
  expect(source.reads[1]![1]).toBe(source.size - 65_577);
  expect(source.reads[1]![0]).toBeGreaterThan(noise.length);
});

test('reads the manifest without the rest', async () => {
  const source = counting(rawArchive([{ name: 'big', content: noise, method: 0 }]));
  expect((await readManifest(source)).files).toHaveLength(1);
  const bytes = source.reads.reduce((sum, [start, end]) => sum + end - start, 0);
  expect(bytes).toBeLessThan(70_000);
});

test('throws errors of the source unchanged', async () => {
  const failure = Object.assign(new Error('no credentials'), { remedy: 'Log in.' });
  const source = { size: 1000, read: () => Promise.reject(failure) };
  await expect(readDirectory(source)).rejects.toBe(failure);
});

test('reports a truncated archive if the source returns too little', async () => {
  const bytes = rawArchive([{ name: 'a' }]);
  const source = {
    size: bytes.length + 50,
    read: async (start: number, end: number) => bytes.subarray(start, end),
  };
  await expect(readDirectory(source)).rejects.toThrow(/is truncated/);
});

test('reports a missing file and a folder as such', async () => {
  await expect(verifyArchive(join(folder(), 'none.zip'))).rejects.toThrow(/none\.zip" does not exist/);
  await expect(withFileSource(folder(), readDirectory)).rejects.toBeInstanceOf(ArchiveError);
});

test('compares two directories by added, changed and removed files', async () => {
  const read = async (files: Parameters<typeof rawArchive>[0]) => readDirectory(counting(rawArchive(files)));
  const before = await read([
    { name: 'same', content: 's' },
    { name: 'gone', content: 'g' },
    { name: 'edited', content: 'one' },
    { name: 'exec', content: 'e' },
  ]);
  const after = await read([
    { name: 'same', content: 's' },
    { name: 'z', content: '' },
    { name: 'edited', content: 'two' },
    { name: 'exec', content: 'e', mode: 0o755 },
    { name: 'new', content: 'g' },
  ]);
  expect(diffDirectories(before, after)).toEqual({
    added: ['new', 'z'],
    changed: ['edited', 'exec'],
    removed: ['gone'],
  });
  expect(diffDirectories(after, after)).toEqual({ added: [], changed: [], removed: [] });
});

test('verifies a file on disk that was written by hand', async () => {
  const path = join(folder(), 'hand.zip');
  const bytes = rawArchive([{ name: 'a', content: 'a' }]);
  await writeFile(path, bytes);
  expect(await verifyArchive(path)).toMatchObject({
    size: bytes.length,
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});
