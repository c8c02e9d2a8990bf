import { codePoint } from '@sluice/testing';
import fc from 'fast-check';
import { fromTag, assertTagValueFits, toTag } from './object-tag-text';

it.each([
  ['loses data: see a+b@c/d_e-f.g', 'loses data: see a+b@c/d_e-f.g'],
  ['Größe, размер', 'Größe=2C размер'],
  ["don't!", 'don=27t=21'],
  ['a=b <br> "€"', 'a=3Db =3Cbr=3E =22=E2=82=AC=22'],
])('writes %s as %s', (text, value) => {
  expect(toTag(text)).toBe(value);
  expect(fromTag(value)).toBe(text);
});

it.each(['don_t_', 'x=y', '=', '=3', '=zz', '=FF', '2+2=4'])('reads %s as it stands', (value) => {
  expect(fromTag(value)).toBe(value);
});

it('gives every text back, in letters that S3 takes, or as much as fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: codePoint, maxLength: 300 }), (text) => {
      const value = toTag(text);
      expect(value).toMatch(/^[\p{L}\p{N} +\-=._:/@]*$/u);
      expect(value.length).toBeLessThanOrEqual(256);
      const plain = text
        .replace(/[\ud800-\udfff]/gu, '\ufffd')
        .replace(/\s+/g, ' ')
        .trim();
      const told = fromTag(value);
      expect(told === plain || (told.endsWith('…') && plain.startsWith(told.slice(0, -1)))).toBe(true);
    }),
  );
});

it('says how much of a reason fits', () => {
  expect(() => assertTagValueFits('я'.repeat(256))).not.toThrow();
  expect(() => assertTagValueFits('!'.repeat(90))).toThrow(
    'The reason is too long for a rejection: only 85 of its 90 characters fit.',
  );
});
