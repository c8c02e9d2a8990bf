import { codePoint } from '@sluice/testing';
import fc from 'fast-check';
import { compareKeys, keyOf, keyPath } from './key-name';

/** Half a surrogate pair has no UTF-8, so no key can hold it. */
const anyKey = fc.string({ unit: codePoint, minLength: 1, maxLength: 300 });

describe('a key as a path', () => {
  it('leads back to the key, and stays inside its folder on every file system', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const names = keyPath(key).split(/[/\\]/);
        expect(keyOf(names)).toBe(key);
        for (const name of names) {
          expect(name).toMatch(/^[a-z0-9_%~-][a-z0-9._%~-]*$/);
          expect(name.length).toBeLessThan(255);
        }
      }),
    );
  });

  it('differs for different keys, even where case does not count', () => {
    fc.assert(
      fc.property(anyKey, anyKey, (a, b) => {
        expect(keyPath(a).toLowerCase() === keyPath(b).toLowerCase()).toBe(a === b);
      }),
    );
    expect(keyPath('A')).not.toBe(keyPath('a'));
  });
});

describe('the order of keys', () => {
  it('is that of their bytes in UTF-8', () => {
    const unit = fc.constantFrom('a', 'b', 'é', '\ud7ff', '\ue000', '\uffff', '😀', '\u{10ffff}');
    const key = fc.string({ unit, maxLength: 5 });
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});
