import type { Activity } from '../views/activity';

/** What was done to one object, newest first as its versions are listed. */
export interface Line {
  activity: Activity[];
  /** There is more than was read. */
  isTruncated: boolean;
}

/**
 * One list of several lines, newest first. The order within a line is that of the listing; the clock only weaves the
 * lines together. Of what was done in the same second, the earlier line has the newer. What is older than the end of a
 * line that goes on is left out, because that line may tell of the time between.
 */
export function mergeLines(lines: readonly Line[]): Activity[] {
  const ends = lines.flatMap(({ activity, isTruncated }) => (isTruncated ? (activity.at(-1)?.at ?? []) : []));
  const begin = ends.sort().at(-1) ?? '';
  const rest = lines.map(({ activity }) => [...activity]);
  const merged: Activity[] = [];
  for (;;) {
    let newest: Activity[] | undefined;
    for (const line of rest) {
      const [first] = line;
      if (first !== undefined && (newest?.[0] === undefined || first.at > newest[0].at)) newest = line;
    }
    const next = newest?.shift();
    if (next === undefined) return merged;
    if (next.at >= begin) merged.push(next);
  }
}
