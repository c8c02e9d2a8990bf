import { codePoint } from './code-point';

it.each(['\0', 'a', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'])(
  'finds the code point %j again, to make a failing string smaller',
  (text) => {
    expect(codePoint.canShrinkWithoutContext(text)).toBe(true);
  },
);

it.each(['', 'ab', '\ud800', '\udfff', 'a\ud800'])('never gives %j', (text) => {
  expect(codePoint.canShrinkWithoutContext(text)).toBe(false);
});
