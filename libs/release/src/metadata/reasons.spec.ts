import { assertReasonFits } from './reasons';

const why = (text: string, length: number) => text.repeat(length / text.length);

it.each([
  ['nothing', {}],
  ['500 characters of ASCII', { reason: why('five ', 500) }],
  ['80 letters of another alphabet', { reason: why('ж', 80) }],
  ['two that fit together', { reason: why('a', 250), override: why('b', 250) }],
])('takes %s', (_, reasons) => {
  expect(() => assertReasonFits(reasons)).not.toThrow();
});

it.each([
  [{ reason: why('a', 501) }, 'The reason is too long for the history: only 500 of its 501 characters fit.'],
  [{ reason: why('ж', 90) }, 'The reason is too long for the history: only 83 of its 90 characters fit.'],
  [{ reason: why('%', 200) }, 'The reason is too long for the history: only 166 of its 200 characters fit.'],
  [
    { override: why('ж', 90) },
    'The reason of the override is too long for the history: only 83 of its 90 characters fit.',
  ],
  [
    { reason: why('ж', 10), override: why('b', 460) },
    'The reason, beside that of the override, is too long for the history: only 6 of its 10 characters fit.',
  ],
])('refuses %j, and says how much fits', (reasons, message) => {
  expect(() => assertReasonFits(reasons)).toThrow(
    expect.objectContaining({ code: 'reason-too-long', message }),
  );
});
