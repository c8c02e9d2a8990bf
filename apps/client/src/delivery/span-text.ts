import { duration } from '../text/relative-time';

const hour = 3_600_000;

/** "42 s", "3 min 5 s", "2 h 10 min", and from two days on "2.5 days". @param span milliseconds */
export function spanText(span: number): string {
  if (span < 48 * hour) return duration(span);
  return `${(span / (24 * hour)).toLocaleString('en', { maximumFractionDigits: 1 })} days`;
}

/** "33%" */
export function rateText(rate: number): string {
  return `${Math.round(100 * rate)}%`;
}

/** In which unit the axis of a chart shows spans: that in which the longest has one or two digits. */
export function unitOf(spans: readonly number[]): { name: string; length: number } {
  const longest = Math.max(0, ...spans);
  if (longest >= 48 * hour) return { name: 'days', length: 24 * hour };
  if (longest >= 2 * hour) return { name: 'hours', length: hour };
  const isShort = longest > 0 && longest < hour / 30;
  return isShort ? { name: 'seconds', length: 1_000 } : { name: 'minutes', length: 60_000 };
}
