import fc from 'fast-check';
import { withoutToken } from './logging';
import { visible } from './visible';

it('hides a token wherever it stands in an address', () => {
  expect(withoutToken('/?token=secret')).toBe('/?token=[hidden]');
  expect(withoutToken('/a?b=1&TOKEN=secret&c=2')).toBe('/a?b=1&TOKEN=[hidden]&c=2');
  expect(withoutToken('/a?mytoken=1')).toBe('/a?mytoken=1');
});

it('writes out what cannot be seen, or moves what stands beside it', () => {
  expect(visible('a\nb\u202ec\u0007d\u2028e')).toBe('a\\u{a}b\\u{202e}c\\u{7}d\\u{2028}e');
  expect(visible('<b>Umbrellas für 傘</b>')).toBe('<b>Umbrellas für 傘</b>');
  expect(visible('x'.repeat(10_000))).toHaveLength(501);
});

it('leaves one visible line of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});
