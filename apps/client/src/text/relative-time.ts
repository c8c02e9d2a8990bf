const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/**
 * "3 hours ago", "yesterday", "just now".
 *
 * @param moment and `now` in milliseconds since 1970
 */
export function relativeTime(moment: number, now: number): string {
  const seconds = (moment - now) / 1000;
  const [unit, length] = units.find(([, length]) => Math.abs(seconds) >= length) ?? [];
  return unit && length ? format.format(Math.trunc(seconds / length), unit) : 'just now';
}

/**
 * "2026-11-23 11:30:00 GMT+1" in the zone of the reader, "2026-11-23 10:30:00 UTC" in another.
 *
 * @param moment milliseconds since 1970
 * @param zone an IANA name; the browser's when absent
 */
export function exactTime(moment: number, zone?: string): string {
  const parts = formatIn(zone).formatToParts(moment);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  const [year, month, day] = [part('year'), part('month'), part('day')];
  const [hour, minute, second] = [part('hour'), part('minute'), part('second')];
  return `${year}-${month}-${day} ${hour}:${minute}:${second} ${part('timeZoneName')}`;
}

/** "2026-11-23T10:30:00Z" @param moment milliseconds since 1970 */
export function isoTime(moment: number): string {
  return new Date(moment).toISOString().replace('.000Z', 'Z');
}

const formats = new Map<string | undefined, Intl.DateTimeFormat>();

function formatIn(timeZone: string | undefined): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const two = '2-digit';
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ year: 'numeric', month: two, day: two, hour: two, minute: two, second: two },
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone,
  });
  formats.set(timeZone, format);
  return format;
}

/** "< 1 s", "42 s", "3 min 5 s", "2 h 10 min". @param span milliseconds */
export function duration(span: number): string {
  if (span < 1000) return '< 1 s';
  const seconds = Math.round(span / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
