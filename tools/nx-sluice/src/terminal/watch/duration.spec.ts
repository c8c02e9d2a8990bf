import { afterTime, duration } from './duration';

it.each([
  [0, '0:00', ''],
  [499, '0:00', ''],
  [1000, '0:01', ' after 0:01'],
  [754_000, '12:34', ' after 12:34'],
  [3_723_000, '1:02:03', ' after 1:02:03'],
])('writes %d ms as %s, and no time that nobody saw pass', (ms, written, after) => {
  expect([duration(ms), afterTime(ms)]).toEqual([written, after]);
});
