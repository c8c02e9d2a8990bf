import { codePoint } from '@sluice/testing';
import fc from 'fast-check';
import { printable, withoutLogCommands } from './printable';

it.each([
  ['an escape sequence', '\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
  ['a carriage return', 'good\rbad', 'good\\u000dbad'],
  ['a line feed', 'good\nbad', 'good\\u000abad'],
  ["Unicode's own line breaks", 'a\u2028b\u2029c\u0085d', 'a\\u2028b\\u2029c\\u0085d'],
  ['a change of direction', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['an eight bit control', '\u009b31m', '\\u009b31m'],
  ['what has no width', 'st\u200bage\u00ad\u2060\ufeff', 'st\\u200bage\\u00ad\\u2060\\ufeff'],
  ['a tag, which no font shows', 'a\u{e0041}b', 'a\\u{e0041}b'],
  ['a letter that is shown as nothing', 'a\u3164b\u{e0002}c', 'a\\u3164b\\u{e0002}c'],
  ['half a character', 'a\ud83db', 'a\\ud83db'],
])('shows %s as its code point', (_, hostile, shown) => {
  expect(printable(hostile)).toBe(shown);
});

it.each([
  ['GitHub, at the beginning', '::error::x', '\\u003a:error::x'],
  ['GitHub, behind white space', ' \u00a0::add-mask::x', ' \u00a0\\u003a:add-mask::x'],
  ['GitHub, behind a line break', 'no\n::set-env name=A::b', 'no\\u000a::set-env name=A::b'],
  ['GitHub, the older form, anywhere', 'see ##[error]x', 'see #\\u0023[error]x'],
  ['Azure Pipelines', 'a ##vso[task.setvariable variable=a]b', 'a #\\u0023vso[task.setvariable variable=a]b'],
  ['TeamCity', "##teamcity[buildStop comment='x']", "#\\u0023teamcity[buildStop comment='x']"],
  [
    'GitLab',
    'section_start:1:a[collapsed=true]\r\u001b[0K',
    'section_start:1:a[collapsed=true]\\u000d\\u001b[0K',
  ],
])('leaves no command for %s', (_, hostile, shown) => {
  expect(printable(hostile)).toBe(shown);
});

it('keeps the colors of a line, and finds a command behind them', () => {
  expect(withoutLogCommands('\u001b[1m\u001b[31m::error::x\u001b[0m')).toBe(
    '\u001b[1m\u001b[31m\\u003a:error::x\u001b[0m',
  );
});

it('keeps what people write', () => {
  const text = 'Größe 5 € 😀 👩‍💻 ❤️ 日本語 "quoted" $(x) `y` a::b C++ ## heading #[1]';
  expect(printable(text)).toBe(text);
});

it('leaves one harmless line of whatever comes, and the same when it is applied twice', () => {
  const part = fc.oneof(
    fc.string({ unit: codePoint }),
    fc.constantFrom('::', '##[', '##vso[', '\n', '\r', ' ', '\u2028', ':', '#', '['),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const shown = printable(parts.join(''));
      expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]|^\s*::|##\w*\[/u);
      expect(shown).not.toMatch(/(?![\u200c\u200d\ufe0f])\p{Default_Ignorable_Code_Point}/u);
      expect(printable(shown)).toBe(shown);
    }),
  );
});
