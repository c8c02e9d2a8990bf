import fc from 'fast-check';
import { bytes, count, printable } from './words';

it.each([
  ['an escape sequence', '\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
  ['a carriage return', 'good\rbad', 'good\\u000dbad'],
  ['a change of direction', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['an eight bit control', '\u009b31m', '\\u009b31m'],
])('shows %s as its code point', (_, hostile, shown) => {
  expect(printable(hostile)).toBe(shown);
});

it('keeps what people write', () => {
  expect(printable('Größe 5 € 😀 日本語 "quoted" $(x) `y`')).toBe('Größe 5 € 😀 日本語 "quoted" $(x) `y`');
});

it('lets no control character through, whatever comes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
      );
    }),
  );
});

it('counts and measures for people', () => {
  expect([count(1, 'file'), count(0, 'file'), count(1234, 'commit')]).toEqual([
    '1 file',
    '0 files',
    '1,234 commits',
  ]);
  expect([bytes(0), bytes(999), bytes(1500), bytes(808_000), bytes(4_300_000)]).toEqual([
    '0 B',
    '999 B',
    '1.5 KB',
    '808 KB',
    '4.3 MB',
  ]);
});
