/** Whose clock exact times are told by: the reader's, or that of logs. */
export type TimeZone = 'local' | 'utc';

const key = 'sluice.time-zone';
const listeners = new Set<() => void>();
let chosen: TimeZone | undefined;

export function timeZone(): TimeZone {
  chosen ??= remembered();
  return chosen;
}

export function chooseTimeZone(zone: TimeZone): void {
  chosen = zone;
  try {
    localStorage.setItem(key, zone);
  } catch {
    // Storage can be switched off; the choice then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

export function followTimeZone(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function remembered(): TimeZone {
  try {
    return localStorage.getItem(key) === 'utc' ? 'utc' : 'local';
  } catch {
    return 'local';
  }
}
