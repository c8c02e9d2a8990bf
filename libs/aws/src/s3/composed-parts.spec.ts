import fc from 'fast-check';
import { composedParts, leastPart } from './composed-parts';

const mebibyte = 2 ** 20;
const part = 16 * mebibyte;

/** Ranges with gaps between them, up to the size of a file. */
const files = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 30 * mebibyte }), fc.integer({ min: 1, max: 90 * mebibyte })), {
    maxLength: 12,
  })
  .chain((pieces) => fc.tuple(fc.constant(pieces), fc.integer({ min: 1, max: 200 * mebibyte })))
  .map(([pieces, rest]) => {
    let at = 0;
    const shared = pieces.map(([gap, length], index) => {
      const start = at + gap;
      at = start + length;
      return { start, end: at, from: start + 1_000 * index };
    });
    return { size: at + rest, shared };
  });

it('covers the file by parts that S3 takes, and copies only what is shared', () => {
  let paid = 0;
  fc.assert(
    fc.property(files, ({ size, shared }) => {
      const parts = composedParts(size, shared, part);
      if (parts === undefined) return;
      paid += 1;
      let at = 0;
      for (const [index, { number, start, end, from }] of parts.entries()) {
        expect({ number, start }).toEqual({ number: index + 1, start: at });
        if (index < parts.length - 1) expect(end - start).toBeGreaterThanOrEqual(leastPart);
        expect(end - start).toBeLessThanOrEqual(part);
        at = end;
        if (from === undefined) continue;
        const whole = shared.find((range) => range.start <= start && end <= range.end);
        expect(from - start).toBe(whole && whole.from - whole.start);
      }
      expect(at).toBe(size);
    }),
  );
  expect(paid).toBeGreaterThan(0);
});

const size = 100 * mebibyte;

it.each([
  ['nothing is shared', []],
  ['less than half is shared', [{ start: 0, end: 49 * mebibyte, from: 0 }]],
  ['it is shared in pieces below the least part', pieces(4 * mebibyte)],
  ['too few parts can be copied', [{ start: 0, end: 25 * mebibyte, from: 0 }], 45 * mebibyte],
])('sends all where %s', (_, shared, whole = size) => {
  expect(composedParts(whole, shared, part)).toBeUndefined();
});

it('sends only the end, where all before it is shared', () => {
  const parts = composedParts(size, [{ start: 0, end: size - 10, from: 0 }], part)!;
  expect(parts.filter(({ from }) => from === undefined)).toEqual([
    { number: parts.length, start: size - 10, end: size },
  ]);
});

function pieces(length: number) {
  return Array.from({ length: 20 }, (_, index) => {
    const start = index * 5 * mebibyte;
    return { start, end: start + length, from: start };
  });
}
