import { useSyncExternalStore } from 'react';
import { timeZone } from './time-zone';

/** The time zone that the reader chose, as the IANA database names it. */
export function useReaderZone(): string {
  const isUtc = useSyncExternalStore(timeZone.follow, timeZone.get) === 'utc';
  return isUtc ? 'UTC' : new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
