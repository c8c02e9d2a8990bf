/** `27 Nov 2026, 17:00 Europe/Berlin` */
export function dateInZone(timeZone: string, moment: Date): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  return `${format.format(moment)} ${timeZone}`;
}
