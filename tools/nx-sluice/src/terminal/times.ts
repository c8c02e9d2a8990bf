const units: [seconds: number, name: string][] = [
  [365 * 86_400, 'year'],
  [30 * 86_400, 'month'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];

/** "3 hours ago"; what is less than a minute away, or ahead by a skewed clock, is "just now". */
export function ago(iso: string, now = Date.now()): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  const unit = units.find(([length]) => seconds >= length);
  if (unit === undefined) return 'just now';
  const number = Math.floor(seconds / unit[0]);
  return `${number} ${unit[1]}${number === 1 ? '' : 's'} ago`;
}

/** The minute in UTC, so that two people on two continents read the same. */
export function exactTime(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')}Z`;
}
