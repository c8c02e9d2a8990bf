import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { collectAssets, readManifest, writeArchive } from '../index';
import { manifestName } from '../manifest/manifest';
import { rawZip } from '../testing/raw-zip';
import { useTemporaryFolder } from '../testing/temporary-folder';
import { readLastManifest } from './last-manifest';

const folder = useTemporaryFolder();

function sourceOf(zip: Buffer) {
  const reads: number[] = [];
  const read = async (start: number, end: number) => {
    reads.push(end - start);
    return zip.subarray(start, end);
  };
  return { size: zip.length, read, reads };
}

async function packed(): Promise<Buffer> {
  await writeFile(join(folder(), 'one.js'), 'x'.repeat(2_000));
  await writeFile(join(folder(), 'two.js'), 'two');
  const files = await collectAssets(folder(), [{ input: '.', glob: '*.js', output: 'app' }]);
  const output = join(folder(), 'app.zip');
  await writeArchive({ root: folder(), files, output });
  return readFile(output);
}

test('reads the manifest of an archive of ours by two reads, none of them of the directory', async () => {
  const zip = await packed();
  const source = sourceOf(zip);
  const manifest = await readLastManifest(source);
  expect(manifest).toEqual(await readManifest(sourceOf(zip)));
  expect(manifest?.files.map(({ path }) => path)).toEqual(['app/one.js', 'app/two.js']);
  expect(source.reads).toHaveLength(2);
});

test.each([
  ['a zip with a comment', (zip: Buffer) => Buffer.concat([zip, Buffer.from('comment')])],
  ['no zip', (zip: Buffer) => Buffer.alloc(zip.length)],
  ['what is shorter than a zip', () => Buffer.from('PK')],
  [
    'a manifest with a changed byte',
    (zip: Buffer) => {
      const changed = Buffer.from(zip);
      // The CRC-32 in the last record of the directory.
      changed[zip.length - 22 - 66 + 16]! ^= 1;
      return changed;
    },
  ],
  ['a zip in which another file comes last', () => rawZip([{ name: manifestName }, { name: 'a' }])],
])('finds nothing in %s', async (_, change) => {
  expect(await readLastManifest(sourceOf(change(await packed())))).toBeUndefined();
});
