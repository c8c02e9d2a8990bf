import { parseDuration, SluiceError } from '@sluice/release';

const date = /^\d{4}-\d{2}-\d{2}$/;
const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * A moment as it is typed: a length of time before now, a date in UTC, or a time with its zone.
 * @throws SluiceError `usage` for any other text.
 */
export function momentOption(text: string | undefined, name: string, now = Date.now()): Date | undefined {
  if (text === undefined) return undefined;
  const before = parseDuration(text);
  if (before !== undefined) return new Date(now - before);
  const moment = date.test(text) || time.test(text) ? new Date(text) : undefined;
  if (moment !== undefined && !Number.isNaN(moment.getTime()) && isDayOfMonth(text)) return moment;
  throw new SluiceError(
    'usage',
    `Invalid value for --${name}: "${text}".`,
    'Use a duration such as 7d, a date such as 2026-11-24, or a time such as 2026-11-24T09:00:00Z.',
  );
}

/** `Date` takes the 31st of a shorter month for a day of the next one. */
function isDayOfMonth(text: string): boolean {
  const day = text.slice(0, 10);
  const read = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 10) === day;
}
