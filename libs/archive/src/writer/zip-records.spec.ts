import { crc32 } from 'node:zlib';
import { readDirectory } from '../index';
import { type RangeSource } from '../reader/range-source';
import { readContent } from '../reader/zip-content';
import { withZipDirectory } from '../reader/zip-directory';
import { directoryRecord, endRecords, localHeader, type ZipRecord } from './zip-records';

const gibibyte = 2 ** 30;

function stored(path: string, content: { size: number; crc32: number }): ZipRecord {
  return { path, mode: 0o644, method: 0, compressedSize: content.size, hasDescriptor: false, ...content };
}

/** A zip of which only some ranges are there; the rest reads as zeros. */
function sparse(size: number, written: { at: number; bytes: Buffer }[]): RangeSource {
  return {
    size,
    async read(start, end) {
      const bytes = Buffer.alloc(end - start);
      for (const { at, bytes: there } of written) {
        const from = Math.max(start, at);
        const to = Math.min(end, at + there.length);
        if (from < to) there.copy(bytes, from - start, from - at, to - at);
      }
      return bytes;
    },
  };
}

test('tells sizes and places beyond 4 GiB as zip64 does', async () => {
  const text = Buffer.from('behind the big one');
  const big = stored('big', { size: 5 * gibibyte, crc32: 0 });
  const small = stored('small', { size: text.length, crc32: crc32(text) });
  const bigHeader = localHeader(big);
  const smallAt = bigHeader.length + big.size;
  const smallBytes = Buffer.concat([localHeader(small), text]);
  const directoryAt = smallAt + smallBytes.length;
  const directory = Buffer.concat([directoryRecord(big, 0), directoryRecord(small, smallAt)]);
  const end = endRecords(2, directoryAt, directory.length);
  const source = sparse(directoryAt + directory.length + end.length, [
    { at: 0, bytes: bigHeader },
    { at: smallAt, bytes: smallBytes },
    { at: directoryAt, bytes: Buffer.concat([directory, end]) },
  ]);

  expect((await readDirectory(source)).map(({ path, size }) => [path, size])).toEqual([
    ['big', 5 * gibibyte],
    ['small', text.length],
  ]);
  await withZipDirectory(source, async (zip) => {
    const chunks: Buffer[] = [];
    await readContent(zip, zip.entries[1]!, (chunk) => void chunks.push(chunk));
    expect(Buffer.concat(chunks).toString()).toBe(text.toString());
    const local = await zip.zip.readLocalFileHeaderPromise(zip.entries[0]!.record);
    expect(local).toMatchObject({ fileDataStart: bigHeader.length });
  });
});

test('needs no zip64 below that', () => {
  const record = stored('a', { size: 4 * gibibyte - 2, crc32: 1 });
  expect(localHeader(record)).toHaveLength(31);
  expect(directoryRecord(record, 4 * gibibyte - 2)).toHaveLength(47);
  expect(endRecords(65_534, 4 * gibibyte - 2, 100)).toHaveLength(22);
});
