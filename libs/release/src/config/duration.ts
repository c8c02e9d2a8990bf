/** The units from week to second, each at the most once and in this order: `90d`, `1h30m`. */
export const durationForm =
  /^(?=\d)(?:(\d{1,6})w)?(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/;

const lengths = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** A length of time in milliseconds, a day being 24 hours; nothing for a text that is none, or is no time at all. */
export function parseDuration(text: string): number | undefined {
  const parts = durationForm.exec(text)?.slice(1);
  const sum = parts?.reduce((total, part, unit) => total + Number(part ?? 0) * (lengths[unit] ?? 0), 0);
  return sum === 0 ? undefined : sum;
}

/** The same the other way, by its two largest units: `1d12h`. */
export function formatDuration(milliseconds: number): string {
  const names = ['w', 'd', 'h', 'm', 's'];
  let rest = Math.max(0, milliseconds);
  const parts = lengths.map((length, unit) => {
    const number = Math.floor(rest / length);
    rest -= number * length;
    return number === 0 ? '' : `${number}${names[unit]}`;
  });
  const first = parts.findIndex((part) => part !== '');
  return first < 0 ? '0s' : parts.slice(first, first + 2).join('');
}
