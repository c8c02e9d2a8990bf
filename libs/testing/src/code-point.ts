import fc from 'fast-check';

const firstSurrogate = 0xd800;
const surrogates = 0x800;
const codePoints = 0x110000 - surrogates;

/**
 * Any code point but surrogates, as a `unit` of `fc.string`.
 *
 * Gives the strings of fast-check's own unit `binary`, which keeps a table of all 1.1 million code points: a second and
 * 100 MB in each process.
 */
export const codePoint = fc.nat(codePoints - 1).map(
  (index) => String.fromCodePoint(index < firstSurrogate ? index : index + surrogates),
  (text) => {
    const point = typeof text === 'string' ? text.codePointAt(0) : undefined;
    if (point === undefined || text !== String.fromCodePoint(point))
      throw new Error('This is no code point.');
    if (point >= firstSurrogate && point < firstSurrogate + surrogates)
      throw new Error('This is a surrogate.');
    return point < firstSurrogate ? point : point - surrogates;
  },
);
