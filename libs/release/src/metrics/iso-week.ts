/** A week of ISO 8601: `2026-W48`, and its Monday, `2026-11-23`. */
export interface IsoWeek {
  week: string;
  startsOn: string;
}

const day = 86_400_000;

/** Tells in which ISO week a moment is in this time zone. Making the format takes time, so make it once. */
export function isoWeekIn(timeZone: string): (moment: number) => IsoWeek {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  return (moment) => {
    const parts = format.formatToParts(moment);
    const number = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    return weekOfDay(Date.UTC(number('year'), number('month') - 1, number('day')));
  };
}

/** This week and those before it, oldest first. */
export function weeksUntil({ startsOn }: IsoWeek, count: number): IsoWeek[] {
  const last = Date.parse(startsOn);
  return Array.from({ length: count }, (_, index) => weekOfDay(last - (count - 1 - index) * 7 * day));
}

/**
 * Days are counted without a time zone from here on, so that each has 24 hours.
 * @param midnight the day, as if it were one of UTC.
 */
function weekOfDay(midnight: number): IsoWeek {
  const fromMonday = (new Date(midnight).getUTCDay() + 6) % 7;
  const monday = midnight - fromMonday * day;
  // A week belongs to the year that has its Thursday (ISO 8601).
  const thursday = new Date(monday + 3 * day);
  const firstOfYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const number = Math.floor((thursday.getTime() - firstOfYear) / (7 * day)) + 1;
  return {
    week: `${thursday.getUTCFullYear()}-W${String(number).padStart(2, '0')}`,
    startsOn: new Date(monday).toISOString().slice(0, 10),
  };
}
