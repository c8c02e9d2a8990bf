import { momentOption } from './moment-option';

const now = Date.parse('2026-11-29T12:00:00Z');

it.each([
  ['7d', '2026-11-22T12:00:00.000Z'],
  ['2026-11-24', '2026-11-24T00:00:00.000Z'],
  ['2026-11-24T09:00:00+01:00', '2026-11-24T08:00:00.000Z'],
  ['2026-11-24T09:00Z', '2026-11-24T09:00:00.000Z'],
])('reads %s', (text, moment) => {
  expect(momentOption(text, 'since', now)?.toISOString()).toBe(moment);
});

it.each(['yesterday', '', '2026', '2026-02-30', '2026-13-01', '2026-11-24T09:00:00', '2026-11-24T25:00:00Z'])(
  'refuses "%s", and names the option',
  (text) => {
    expect(() => momentOption(text, 'until', now)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining('--until') }),
    );
  },
);

it('is no moment where nothing is typed', () => {
  expect(momentOption(undefined, 'since')).toBeUndefined();
});
