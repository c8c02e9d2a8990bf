const form = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The day, if this is one: `2026-11-24`. Else nothing. */
export function dayOf(text: string): string {
  const [, year, month, day] = form.exec(text) ?? [];
  if (year === undefined) return '';
  const read = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return read.toISOString().startsWith(text) ? text : '';
}

/** When a day begins, or one so many days after it, in UTC or in the time zone of the browser; ISO 8601. */
export function instantOf(day: string, after: number, isUtc: boolean): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const begin = [year, month - 1, date + after] as const;
  return (isUtc ? new Date(Date.UTC(...begin)) : new Date(...begin)).toISOString();
}

/** "Tuesday, November 24, 2026" in a time zone. */
export function dayNames(timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone });
  return (at) => {
    const moment = new Date(at);
    return Number.isNaN(moment.getTime()) ? 'Unknown day' : format.format(moment);
  };
}
