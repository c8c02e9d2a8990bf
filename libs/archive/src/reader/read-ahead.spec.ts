import { readAhead } from './read-ahead';

const bytes = Buffer.from(Array.from({ length: 100 }, (_, index) => index));

function counted() {
  const reads: [start: number, end: number][] = [];
  const source = {
    size: bytes.length,
    read: async (start: number, end: number) => {
      reads.push([start, end]);
      return bytes.subarray(start, end);
    },
  };
  return { reads, ahead: readAhead(source, 40) };
}

test('reads each byte once from front to back, whatever the reads are', async () => {
  const { reads, ahead } = counted();
  const found: Uint8Array[] = [];
  // A short read, one that ends behind what is kept, one that begins where that ends, and one that is longer.
  for (const [start, end] of [
    [0, 5],
    [5, 30],
    [30, 45],
    [45, 70],
    [70, 100],
  ] as const)
    found.push(await ahead.read(start, end));
  expect(Buffer.concat(found)).toEqual(bytes);
  expect(reads).toEqual([
    [0, 40],
    [40, 70],
    [70, 100],
  ]);
});

test('reads what is longer than it keeps at once, and nothing behind the end', async () => {
  const { reads, ahead } = counted();
  expect(Buffer.from(await ahead.read(10, 90))).toEqual(bytes.subarray(10, 90));
  expect(Buffer.from(await ahead.read(95, 100))).toEqual(bytes.subarray(95));
  expect(reads).toEqual([
    [10, 90],
    [95, 100],
  ]);
});

test('answers reads from back to front', async () => {
  const { ahead } = counted();
  for (const start of [90, 50, 52, 10])
    expect(Buffer.from(await ahead.read(start, start + 10))).toEqual(bytes.subarray(start, start + 10));
});

test('gives less than asked where the source does, so that whoever asks can tell', async () => {
  const short = readAhead({ size: 100, read: async (start) => bytes.subarray(start, 20) }, 40);
  expect(await short.read(10, 30)).toHaveLength(10);
});
