import fc from 'fast-check';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ArchiveError,
  extractArchive,
  withFileSource,
  readDirectory,
  readManifest,
  verifyArchive,
} from '../index';
import { type ListedFile, type RawEnd, rawArchive, type RawFile, rawZip } from '../testing/raw-zip';
import { refusal } from '../testing/refusal';
import { useTemporaryFolder } from '../testing/temporary-folder';

const folder = useTemporaryFolder();

const refusedBy = (zip: Buffer) => refusal(zip, folder());

const good: RawFile = { name: 'a.txt', content: 'content of a' };

test('accepts a valid zip that was made by hand', async () => {
  const path = join(folder(), 'honest.zip');
  await writeFile(path, rawArchive([good, { name: 'run', content: 'r', mode: 0o755, method: 0 }]));
  expect((await verifyArchive(path)).manifest.files.map((file) => file.path)).toEqual(['a.txt', 'run']);
  await extractArchive(path, join(folder(), 'unpacked'));
  expect(await readFile(join(folder(), 'unpacked/a.txt'), 'utf8')).toBe('content of a');
});

test('accepts a valid zip64', async () => {
  const path = join(folder(), 'zip64.zip');
  await writeFile(path, rawArchive([good, { name: 'b' }], { zip64: true }));
  expect((await verifyArchive(path)).manifest.files).toHaveLength(2);
});

describe('no zip at all', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('<html>not found</html>'.repeat(10))],
    ['an empty zip of 22 bytes', rawZip([])],
    ['zeros', Buffer.alloc(100_000)],
    ['a zip of no archive of ours', rawZip([good])],
  ])('%s', async (_what, bytes) => {
    expect(await refusedBy(bytes)).toMatch(/^The archive is damaged: /);
  });
});

describe('names', () => {
  test.each([
    '../escape',
    'a/../../escape',
    '/etc/cron.d/x',
    'C:\\boot.ini',
    'C:/boot.ini',
    'a\\..\\b',
    'a\0.txt',
    'a\u001b[2J',
    'x\u202etxt.exe',
    './a',
    'a//b',
    'folder/',
    '..',
  ])('%j', async (name) => {
    await refusedBy(rawZip([{ name, content: 'x' }, good]));
    await refusedBy(rawArchive([good, { name, content: 'x' }]));
  });

  test('twice', async () => {
    expect(await refusedBy(rawArchive([good, good]))).toMatch(/"a\.txt" occurs twice/);
  });

  test('a file that another needs as its folder', async () => {
    expect(await refusedBy(rawArchive([good, { name: 'a.txt/b' }]))).toMatch(/both a file and a folder/);
  });

  test('twins on a Mac', async () => {
    expect(await refusedBy(rawArchive([good, { name: 'A.TXT' }]))).toMatch(/only by letter case/);
  });

  test('that are no UTF-8', async () => {
    expect(await refusedBy(rawZip([{ name: Buffer.from([0x61, 0xff, 0xfe]), content: 'x' }]))).toMatch(
      /Unicode|UTF-8/,
    );
    expect(await refusedBy(rawZip([{ name: 'é', flags: 0, content: 'x' }]))).toMatch(/not plain UTF-8/);
  });

  test('that differ in the local header', async () => {
    const zip = rawArchive([{ ...good, localName: 'b.txt' }]);
    expect(await refusedBy(zip)).toMatch(/"a\.txt" has another name in its local header/);
  });
});

describe('claims', () => {
  const cases: [string, RawFile, RegExp][] = [
    ['a symlink', { ...good, mode: 0o120777 }, /not a regular file/],
    ['a device', { ...good, mode: 0o020666 }, /not a regular file/],
    ['a mode that was never listed', { ...good, mode: 0o104755 }, /mode/],
    ['encryption', { ...good, flags: 0x801 }, /encrypted/],
    ['another compression', { ...good, method: 12 }, /unsupported compression method/],
    ['10 GB in few bytes', { ...good, claimedSize: 0xfffffff0 }, /size larger than its data/],
    ['more bytes than the zip has', { ...good, claimedCompressedSize: 50_000, method: 8 }, /is damaged/],
    ['a wrong CRC-32', { ...good, claimedCrc: 1 }, /CRC-32/],
    ['another size in the local header', { ...good, localSize: 3 }, /local header/],
    ['too small a size', { ...good, claimedSize: 2, localSize: 2 }, /size|bytes/],
    ['an offset beyond the end', { ...good, offset: 10_000_000 }, /is damaged/],
  ];
  test.each(cases)('%s', async (_what, file, expected) => {
    const edit = (listed: ListedFile[]) => listed.map((entry) => ({ ...entry, mode: 0o644 as const }));
    expect(await refusedBy(rawArchive([file, { name: 'z', content: 'z' }], {}, edit))).toMatch(expected);
  });

  test('a million files in an end record', async () => {
    expect(await refusedBy(rawArchive([good], { entries: 65_535 }))).toMatch(/is damaged/);
    expect(await refusedBy(rawArchive([good], { entries: 1_000_000, zip64: true }))).toMatch(/1000000 files/);
    expect(await refusedBy(rawArchive([good], { directoryOffset: 2 ** 50, zip64: true }))).toMatch(
      /is damaged/,
    );
  });

  test('a directory that begins nowhere', async () => {
    expect(await refusedBy(rawArchive([good], { directoryOffset: 0xfffffff0 }))).toMatch(/is damaged/);
    expect(await refusedBy(rawArchive([good], { directoryOffset: 0 }))).toMatch(/is damaged/);
  });

  test('a bomb of honest ratio and absurd size', async () => {
    const zeros = Buffer.alloc(1_050_000);
    const bomb = Array.from({ length: 1100 }, (_, index) => ({
      name: `z${index}`,
      content: zeros,
      offset: 0,
    }));
    const zip = rawZip(
      bomb.map((file, index) =>
        index === 0
          ? file
          : {
              ...file,
              content: Buffer.alloc(0),
              claimedSize: 1_050_000,
              claimedCompressedSize: 1050,
              method: 8,
            },
      ),
    );
    const source = { size: zip.length, read: async (start: number, end: number) => zip.subarray(start, end) };
    await expect(readDirectory(source)).rejects.toThrow(/zip bomb/);
  });
});

describe('bytes that belong to no file', () => {
  const cases: [string, RawEnd][] = [
    ['before the first', { prefix: Buffer.from('#!/bin/sh\nevil\n') }],
    ['between them', { gap: Buffer.from('hidden') }],
    ['in a comment', { comment: 'PK hidden' }],
  ];
  test.each(cases)('%s', async (_where, end) => {
    expect(await refusedBy(rawArchive([good, { name: 'b', content: 'b' }], end))).toMatch(
      /belong to no file|not sound/,
    );
  });

  test('two names for the same bytes', async () => {
    expect(await refusedBy(rawArchive([good, { ...good, name: 'b.txt', offset: 0 }]))).toMatch(
      /local header|overlaps/,
    );
  });
});

test('detects every truncation, bit flip and swap', async () => {
  const whole = rawArchive([
    good,
    { name: 'dir/b.js', content: 'console.log(1);\n'.repeat(40) },
    { name: 'run', content: '#!/bin/sh\n', mode: 0o755, method: 0 },
  ]);
  const path = join(folder(), 'flipped.zip');
  await writeFile(path, whole);
  const { digest } = await verifyArchive(path);
  const damage = fc.oneof(
    fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)),
    fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, mask]) => {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= mask;
      return bytes;
    }),
    fc
      .tuple(fc.nat(whole.length - 1), fc.uint8Array({ minLength: 1, maxLength: 40 }))
      .map(([at, noise]) => Buffer.concat([whole.subarray(0, at), noise, whole.subarray(at)])),
    fc.uint8Array({ maxLength: 300 }).map((noise) => Buffer.concat([noise, whole.subarray(-200)])),
  );
  await fc.assert(
    fc.asyncProperty(damage, async (bytes) => {
      await writeFile(path, bytes);
      const outcome = await verifyArchive(path).catch((error: unknown) => error);
      // A few bits mean nothing (a clock, a version): what is taken in spite of them must be the same content.
      if (!(outcome instanceof ArchiveError)) expect(outcome).toMatchObject({ digest });
      for (const read of [readDirectory, readManifest]) {
        const error = await withFileSource<unknown>(path, read).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        expect(error === undefined || error instanceof ArchiveError).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
}, 60_000);

test('leaves a folder that is not empty unchanged', async () => {
  const path = join(folder(), 'good.zip');
  await writeFile(path, rawArchive([good]));
  await writeFile(join(folder(), 'file'), 'mine');
  await expect(extractArchive(path, folder())).rejects.toThrow(/is not empty/);
  await expect(extractArchive(path, join(folder(), 'file'))).rejects.toBeInstanceOf(ArchiveError);
  expect(await readFile(join(folder(), 'file'), 'utf8')).toBe('mine');
});
