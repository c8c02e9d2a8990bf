const form = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The day, if this is one: `2026-11-24`. Else nothing. */
export function dayOf(text: string): string {
  const [, year, month, day] = form.exec(text) ?? [];
  if (year === undefined) return '';
  const read = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return read.toISOString().startsWith(text) ? text : '';
}

/** When a day of the reader's time zone begins, or one so many days after it; ISO 8601. */
export function instantOf(day: string, after: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + after).toISOString();
}

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' });

/** "Tuesday, 24 November 2026", in the reader's time zone. @param at ISO 8601 */
export function dayName(at: string): string {
  const moment = new Date(at);
  return Number.isNaN(moment.getTime()) ? 'Unknown day' : format.format(moment);
}
