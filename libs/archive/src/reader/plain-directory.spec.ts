import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { collectAssets, writeArchive } from '../index';
import { useTemporaryFolder, writeTree } from '../testing/temporary-folder';
import { readPlainDirectory } from './plain-directory';
import { withZipDirectory } from './zip-directory';

const folder = useTemporaryFolder();

const sourceOf = (zip: Buffer) => ({
  size: zip.length,
  read: async (start: number, end: number) => zip.subarray(start, end),
});

const thorough = (zip: Buffer) =>
  withZipDirectory(sourceOf(zip), async ({ entries }) =>
    entries.map(({ path, mode, size, crc32 }) => ({ path, mode, size, crc32 })),
  );

async function packed(): Promise<Buffer> {
  await writeTree(folder(), {
    'app/a': 'a',
    'app/b/c.js': 'x'.repeat(500),
    'app/b/ü.txt': 'ü',
    'app/run*': '#!',
  });
  const files = await collectAssets(folder(), [{ input: 'app', glob: '**/*', output: 'app' }]);
  const output = join(folder(), 'app.zip');
  await writeArchive({ root: folder(), files, output });
  return readFile(output);
}

test('reads what the thorough reader reads of an archive of ours', async () => {
  const zip = await packed();
  expect(await readPlainDirectory(sourceOf(zip))).toEqual(await thorough(zip));
});

test('reads nothing of a damaged directory that the thorough reader refuses or reads otherwise', async () => {
  const zip = await packed();
  const directory = zip.readUInt32LE(zip.length - 22 + 16);
  let read = 0;
  const place = fc.integer({ min: directory, max: zip.length - 1 });
  const changes = fc.array(fc.tuple(place, fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(changes, async (bytes) => {
      const changed = Buffer.from(zip);
      for (const [at, byte] of bytes) changed[at] = byte;
      const plain = await readPlainDirectory(sourceOf(changed)).catch(() => undefined);
      if (plain === undefined) return;
      read += 1;
      expect(plain).toEqual(await thorough(changed));
    }),
    { numRuns: 500 },
  );
  expect(read).toBeGreaterThan(10);
});

test('reads nothing where the source ends early', async () => {
  const zip = await packed();
  const cut = { ...sourceOf(zip), read: async () => zip.subarray(0, 5) };
  expect(await readPlainDirectory(cut)).toBeUndefined();
});
