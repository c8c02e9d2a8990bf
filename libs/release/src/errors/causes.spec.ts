import { describeCauses } from './causes';

it('tells one cause without a number', () => {
  expect(describeCauses('It is refused', [{ explanation: 'it is held', remedy: 'Unhold it.' }])).toEqual({
    message: 'It is refused: it is held.',
    remedy: 'Unhold it.',
  });
});

it('numbers several causes, and tells a remedy that helps against two of them once', () => {
  const causes = [
    { explanation: 'uat is frozen', remedy: 'Wait until Monday.' },
    { explanation: 'it is held', remedy: 'Unhold it.' },
    { explanation: 'qa is frozen', remedy: 'Wait until Monday.' },
  ];
  expect(describeCauses('It is refused', causes)).toEqual({
    message: 'It is refused for 3 reasons: (1) uat is frozen; (2) it is held; (3) qa is frozen.',
    remedy: '(1, 3) Wait until Monday. (2) Unhold it.',
  });
});
