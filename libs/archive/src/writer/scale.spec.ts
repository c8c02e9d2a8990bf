import { execFileSync } from 'node:child_process';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDirectory, withFileSource } from '../index';
import { runPacker } from '../testing/run-packer';
import { useTemporaryFolder } from '../testing/temporary-folder';
import { packedContent } from './pack-files';
import { ZipWriter } from './zip-writer';

const folder = useTemporaryFolder();

test('writes a zip64 for more files than a plain zip can count', async () => {
  const count = 65_600;
  const path = join(folder(), 'many.zip');
  const all = Array.from({ length: count }, (_, index) =>
    packedContent(`f/${index}`, 0o644, Buffer.from('tiny')),
  );
  const writer = await ZipWriter.create(path);
  await writer.add(Buffer.concat(all.flatMap(({ header, body }) => [header, body])));
  for (const { packed } of all) writer.list(packed);
  await writer.finish();
  const reads: number[] = [];
  const entries = await withFileSource(path, ({ size, read }) =>
    readDirectory({
      size,
      read: (start, end) => {
        reads.push(end - start);
        return read(start, end);
      },
    }),
  );
  expect(entries).toHaveLength(count);
  expect(reads).toHaveLength(2);
  try {
    expect(execFileSync('unzip', ['-tq', path], { encoding: 'utf8' })).toContain('No errors');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    console.warn('Skipped the look with unzip: it is not installed.');
  }
}, 120_000);

test('uses the same memory for a larger archive', async () => {
  const root = join(folder(), 'workspace');
  await mkdir(root);
  await writeFile(join(root, 'huge'), '');
  await truncate(join(root, 'huge'), 300 * 2 ** 20);
  const { peakMegabytes } = await runPacker(root, join(folder(), 'huge.zip'), {
    nodeOptions: ['--max-old-space-size=64'],
  });
  expect(peakMegabytes).toBeLessThan(280);
}, 60_000);
