import { textOption } from './text-option';

const called = (...args: string[]) => ({
  projectName: 'app',
  targetName: 'promote',
  taskGraph: { tasks: { 'app:promote': { overrides: { __overrides_unparsed__: args } } } } as never,
});

it.each([
  ['text', 'abc1234', ['--sha=abc1234'], 'abc1234'],
  ['nothing', undefined, [], undefined],
  ['digits', 1234567, ['--sha=1234567'], '1234567'],
  ['leading zeros', 1234567, ['--sha=0001234567'], '0001234567'],
  ['an exponent', 12e67, ['--sha=12e67'], '12e67'],
  ['a number too large to be exact', 1e39, ['--sha', '1'.repeat(40)], '1'.repeat(40)],
  ['the last of two', 2, ['--sha=0001', '--sha=0002'], '0002'],
  ['a number from project.json', 1234567, [], '1234567'],
])('takes %s as it was typed', (_, value, args, expected) => {
  expect(textOption(value, 'sha', called(...args))).toBe(expected);
});
