import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { collectAssets, sharedRanges, writeArchive } from '../index';
import { useTemporaryFolder } from '../testing/temporary-folder';

const folder = useTemporaryFolder();
const path = (name: string) => join(folder(), 'app', name);

async function packed(): Promise<Buffer> {
  const files = await collectAssets(folder(), [{ input: 'app', glob: '**/*', output: 'app' }]);
  const output = join(folder(), 'app.zip');
  await writeArchive({ root: folder(), files, output });
  return readFile(output);
}

function sourceOf(zip: Buffer) {
  return { size: zip.length, read: async (start: number, end: number) => zip.subarray(start, end) };
}

async function shared(mine: Buffer, other: Buffer): Promise<string[]> {
  const ranges = await sharedRanges(sourceOf(mine), sourceOf(other));
  for (const { start, end, from } of ranges)
    expect(mine.subarray(start, end).equals(other.subarray(from, from + end - start))).toBe(true);
  return ranges.map(({ start, end }) => ((end - start) / mine.length).toFixed(1));
}

test('finds what two archives have in common, as long ranges around what changed', async () => {
  await mkdir(join(folder(), 'app'));
  for (const name of 'abcdefghij') await writeFile(path(name), randomBytes(10_000));
  const before = await packed();
  expect(await shared(before, before)).toEqual(['1.0']);
  await writeFile(path('c'), 'changed');
  await writeFile(path('f1'), randomBytes(5_000));
  await rm(path('h'));
  const after = await packed();
  // a and b, d to f, g, i and j.
  expect(await shared(after, before)).toEqual(['0.2', '0.3', '0.1', '0.2']);
  await rm(path('f1'));
  for (const name of 'abcdefgij') await writeFile(path(name), randomBytes(10_000));
  expect(await shared(await packed(), before)).toEqual([]);
});

test.each([
  ['no zip', (zip: Buffer) => Buffer.alloc(zip.length)],
  ['a zip with a comment', (zip: Buffer) => Buffer.concat([zip, Buffer.from('comment')])],
  ['less than a zip', () => Buffer.from('PK')],
])('finds nothing in common with %s', async (_, change) => {
  await mkdir(join(folder(), 'app'));
  await writeFile(path('a'), 'a');
  const zip = await packed();
  expect(await shared(zip, change(zip))).toEqual([]);
  expect(await shared(change(zip), zip)).toEqual([]);
});
