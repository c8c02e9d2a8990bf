import fc from 'fast-check';
import { formatDuration, parseDuration } from './duration';
import { activeFreeze } from './freeze';

const weekend = { schedule: '0 17 * * FRI', duration: '63h', timeZone: 'Europe/Berlin' };
const freezeAt = (time: string, change = {}) => activeFreeze({ ...weekend, ...change }, new Date(time));

it.each([
  ['2026-11-20T15:59:59.999Z', undefined],
  ['2026-11-20T16:00:00.000Z', '2026-11-23T07:00:00.000Z'],
  ['2026-11-23T06:59:59.999Z', '2026-11-23T07:00:00.000Z'],
  ['2026-11-23T07:00:00.000Z', undefined],
])('is on from its beginning up to, not including, its end: at %s until %s', (time, until) => {
  expect(freezeAt(time)?.until.toISOString()).toBe(until);
});

it('begins by the clocks of its zone, in summer and in winter, and lasts as long as it says', () => {
  expect(freezeAt('2026-07-10T15:00:00Z')?.since.toISOString()).toBe('2026-07-10T15:00:00.000Z');
  expect(freezeAt('2026-07-10T15:00:00Z', { timeZone: 'UTC' })).toBeUndefined();
  // The clocks are set back on 25 October 2026.
  expect(freezeAt('2026-10-24T12:00:00Z')?.until.toISOString()).toBe('2026-10-26T06:00:00.000Z');
});

it('agrees with a search minute by minute, whatever the moment and the length', () => {
  const hours = fc.integer({ min: 1, max: 100 });
  const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
  fc.assert(
    fc.property(hours, moment, (length, at) => {
      const active = activeFreeze(
        { schedule: '30 4,22 * * *', duration: `${length}h`, timeZone: 'UTC' },
        new Date(at),
      );
      const begins = (minute: number) => [270, 1350].includes(minute % 1440);
      const now = Math.floor(at / 60_000);
      const last = Array.from({ length: length * 60 + 1 }, (_, back) => now - back).find(begins);
      const isOn = last !== undefined && at < (last + length * 60) * 60_000;
      expect(active?.since.getTime()).toBe(isOn ? last * 60_000 : undefined);
    }),
  );
});

it.each([
  ['90d', 90 * 86_400_000],
  ['1w2d3h4m5s', 788_645_000],
  ['63h', 226_800_000],
  ['', undefined],
  ['h', undefined],
  ['0s', undefined],
  ['3h2d', undefined],
  ['-1h', undefined],
  ['1.5h', undefined],
  ['24', undefined],
])('reads %j as %p milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

it('writes a length of time by its two largest units', () => {
  expect([788_645_000, 90_000, 86_400_000, 400, -5].map(formatDuration)).toEqual([
    '1w2d',
    '1m30s',
    '1d',
    '0s',
    '0s',
  ]);
});
