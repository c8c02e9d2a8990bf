import { Cron } from 'croner';
import { parseDuration } from './duration';

/** A time, again and again, in which nothing new may come to an environment. */
export interface FreezeWindow {
  /** When it begins: a cron expression of five fields, in the time of `timeZone`. */
  schedule: string;
  /** How long it lasts, as elapsed time: `63h` are 63 hours on a weekend that sets the clocks too. */
  duration: string;
  /** An IANA name: `Europe/Berlin`. */
  timeZone: string;
  /** Reason, shown when a promotion is refused. */
  reason?: string;
}

/** The occurrence of a window that `at` lies in: from its beginning up to, not including, its end. */
export function activeFreeze(window: FreezeWindow, at: Date): { since: Date; until: Date } | undefined {
  // The search excludes the very moment that it starts from.
  const [since] = scheduleOf(window).previousRuns(1, new Date(at.getTime() + 1));
  if (since === undefined) return undefined;
  const until = new Date(since.getTime() + (parseDuration(window.duration) ?? 0));
  return until > at ? { since, until } : undefined;
}

/** What is wrong with a cron expression, as one clause; nothing when it is valid. */
export function faultOfSchedule(schedule: string): string | undefined {
  let next: Date | null;
  try {
    next = scheduleOf({ schedule, timeZone: 'UTC' }).nextRun();
  } catch (error) {
    const why = (error as Error).message.replace(/^Cron\w+: /, '').replace(/\.$/, '');
    return `"${schedule}" is not a cron expression with five fields: ${why}`;
  }
  return next === null ? `"${schedule}" never occurs` : undefined;
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function scheduleOf({ schedule, timeZone }: Pick<FreezeWindow, 'schedule' | 'timeZone'>): Cron {
  return new Cron(schedule, { mode: '5-part', timezone: timeZone });
}
