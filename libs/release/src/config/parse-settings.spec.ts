import { parseSettings } from './parse-settings';

const parse = (text: string) => parseSettings(text, 'sluice.json', 'run the command again');

it('reads comments, trailing commas and a byte order mark as nx.json may have them', () => {
  const text = [
    '\ufeff// "app": "other", {',
    '{',
    '  "app": "store", // the key prefix, not a URL like "https://…"',
    '  /* "environments": {',
    '  */ "environments": { "uat": { "tag": "// uat, ]" }, /* last */ },',
    '  "a\\"b": [1, 2, // two',
    '  ],',
    '}',
  ].join('\r\n');
  expect(parse(text)).toEqual({
    app: 'store',
    environments: { uat: { tag: '// uat, ]' } },
    'a"b': [1, 2],
  });
});

it('keeps a name of every object, also the one that JavaScript takes for its prototype', () => {
  expect(Object.keys(parse('{ "__proto__": {}, /* */ }') as object)).toEqual(['__proto__']);
});

it.each([
  ['a key that an object has twice', '{ "a": { "b": 1, // "b"\n "b": 2 } }', 'has "a.b" twice'],
  ['a comma alone', '{ , }', 'is not valid JSON'],
  ['two commas', '[1,,]', 'is not valid JSON'],
  ['a comment without an end', '{ } /* ', 'is not valid JSON'],
  ['a string without an end', '{ "a": "// }', 'is not valid JSON'],
  ['nothing but a comment', '// later', 'is not valid JSON'],
])('refuses %s', (_, text, message) => {
  expect(() => parse(text)).toThrow(message);
});
