import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { withElement, withMoved, withValue } from './json-text';

it('adds a property behind the last one, in the style of its neighbors', () => {
  expect(withValue('{\n\t"a": [1,2],\n\t"b": {"c":3}\n}\n', ['d'], { e: [1, 2], f: {} })).toBe(
    '{\n\t"a": [1,2],\n\t"b": {"c":3},\n\t"d": {\n\t\t"e": [1, 2],\n\t\t"f": {}\n\t}\n}\n',
  );
  expect(withValue('{ "a": 1 }', ['b', 'c'], 2)).toBe('{ "a": 1, "b": { "c": 2 } }');
});

it('leaves a comment at the end of a line with what it is about, and a trailing comma where it is used', () => {
  expect(withValue('{\n  "a": 1 // one\n}', ['b'], 2)).toBe('{\n  "a": 1, // one\n  "b": 2\n}');
  expect(withElement('{\n  "a": [\n    1, // one\n  ]\n}', ['a'], 2)).toBe(
    '{\n  "a": [\n    1, // one\n    2,\n  ]\n}',
  );
  expect(withValue('{ /* nothing */ }', ['b'], 2)).toBe('{ /* nothing */\n  "b": 2\n}');
});

it('replaces a value and nothing beside it', () => {
  expect(withValue('{"a":1,  "b":[ 2 ]}', ['a'], { c: 3 })).toBe('{"a":{\n  "c": 3\n},  "b":[ 2 ]}');
  expect(withValue('{\r\n  "a": 1,\r\n  "b": 2\r\n}', ['a'], undefined)).toBe('{\r\n  "b": 2\r\n}');
});

it('moves a value with the comments in it and indents it, and leaves those beside it', () => {
  const before = '{\n  "a": { // one\n    "b": 1 // two\n  }, // three\n  // four\n  "c": {}\n}';
  expect(withMoved(before, ['a'], ['c', 'd'])).toBe(
    '{\n  // three\n  // four\n  "c": {\n    "d": { // one\n      "b": 1 // two\n    }\n  }\n}',
  );
  expect(withMoved(before, ['missing'], ['c', 'd'])).toBe(before);
});

it('leaves the comments around a property that it removes', () => {
  expect(withValue('{\n  "a": 1, // one\n  // two\n  "b": 2 // three\n}', ['b'], undefined)).toBe(
    '{\n  "a": 1 // one\n  // two // three\n}',
  );
});

it('writes what was asked for into any object, whatever the value', () => {
  // What the parser of this test makes a prototype, and no property.
  const key = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__');
  const anything = fc
    .jsonValue({ maxDepth: 2 })
    .filter((value) => !JSON.stringify(value).includes('"__proto__"'));
  const objects = fc.dictionary(key, anything);
  fc.assert(
    fc.property(
      objects,
      key,
      key,
      anything,
      fc.constantFrom(0, 2, '\t'),
      (object, one, two, value, space) => {
        const own = { ...object, [one]: { [two]: value } };
        const before = JSON.stringify({ ...object, [one]: {} }, null, space);
        expect(parse(withValue(before, [one, two], value))).toEqual(JSON.parse(JSON.stringify(own)));
      },
    ),
  );
});
