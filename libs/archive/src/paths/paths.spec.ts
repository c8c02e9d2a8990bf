import { codePoint } from '@sluice/testing';
import fc from 'fast-check';
import { pathProblem, sortedByPath } from './archive-path';
import { PathRegister } from './path-register';
import { quoted } from './printable';

test.each([
  ['', 'is empty'],
  ['/etc/passwd', 'is absolute'],
  ['C:/boot.ini', 'starts with a drive'],
  ['c:evil', 'starts with a drive'],
  ['a\\b', 'has a backslash'],
  ['..', 'leaves the archive'],
  ['a/../../b', 'leaves the archive'],
  ['./a', 'has a "." segment'],
  ['a//b', 'has an empty segment'],
  ['a/', 'has an empty segment'],
  ['a\0b', 'has a control character'],
  ['a\nb', 'has a control character'],
  ['a\u001b[31mb', 'has a control character'],
  ['a\u202egpj.exe', 'reverses the text'],
  ['a\ud800b', 'is not valid Unicode'],
  ['a'.repeat(5000), 'is longer than'],
  [`a/${'b'.repeat(256)}/c`, 'has a name of more than 255 bytes'],
  ['ä'.repeat(128), 'has a name of more than 255 bytes'],
])('refuses the path %j', (path, problem) => {
  expect(pathProblem(path)).toContain(problem);
});

test.each([
  'a',
  '.env',
  'a b/c-d',
  '...',
  'a..b',
  'ünï/çødé',
  '\u{1f600}',
  'a'.repeat(255),
  '[id]/$x.js',
  'a:b/c'.replace(':', '~'),
])('accepts the path %j', (path) => {
  expect(pathProblem(path)).toBeUndefined();
});

test('keeps every accepted path inside any folder, however it is joined', () => {
  fc.assert(
    fc.property(fc.string({ unit: codePoint, maxLength: 30 }), (path) => {
      fc.pre(pathProblem(path) === undefined);
      const { pathname } = new URL(`file:///base/${path.split('/').map(encodeURIComponent).join('/')}`);
      expect(pathname.startsWith('/base/')).toBe(true);
      expect(pathname.length).toBeGreaterThan('/base/'.length);
    }),
  );
});

test.each([
  [['a', 'a'], 'occurs twice'],
  [['README', 'readme'], 'differs only by letter case'],
  [['Dir/a', 'dir/b'], 'differs only by letter case'],
  [['caf\u00e9', 'cafe\u0301'], 'Unicode form'],
  [['É', 'e\u0301'], 'letter case or Unicode form'],
  [['a', 'a/b'], 'both a file and a folder'],
  [['a/b', 'a'], 'both a file and a folder'],
])('refuses the paths %j together', ([first, second], problem) => {
  const register = new PathRegister();
  expect(register.add(first!)).toBeUndefined();
  expect(register.add(second!)).toContain(problem);
});

test('sorts paths by their UTF-8 bytes, not by UTF-16 or a locale', () => {
  const paths = ['\uffee', '\u{1f600}', 'ä', 'z', 'Z', 'a/b', 'a-b', 'a'];
  expect(sortedByPath(paths.map((path) => ({ path }))).map(({ path }) => path)).toEqual([
    'Z',
    'a',
    'a-b',
    'a/b',
    'z',
    'ä',
    '\uffee',
    '\u{1f600}',
  ]);
});

test('sorts any paths as their bytes', () => {
  const path = fc.string({ unit: codePoint, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(path), (paths) => {
      const byBytes = paths.map((one) => Buffer.from(one)).sort(Buffer.compare);
      const sorted = sortedByPath(paths.map((one) => ({ path: one })));
      expect(sorted.map((one) => Buffer.from(one.path))).toEqual(byBytes);
    }),
  );
});

test('makes every name printable on a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: codePoint }), (name) => {
      expect(quoted(name)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u);
    }),
  );
  expect(quoted('\u001b[2Jx')).toBe('"\\u{1b}[2Jx"');
});
