import type { Activity } from '@sluice/contract';

/** What was done to one object, newest first as its versions are listed. */
export interface Line {
  activity: Activity[];
  /** There is more than was read. */
  isTruncated: boolean;
}

/**
 * One list of several lines, newest first. The order within a line is that of the listing; the clock only weaves the
 * lines together. Of what was done in the same second, the earlier line has the newer; but what deployed a version again
 * is newer than that version.
 * @param moves the versions of the tag: all of them are kept, and nothing is told of the time before them.
 */
export function mergeLines(moves: Line, others: readonly Line[]): Line {
  const begin = moves.isTruncated ? (moves.activity.at(-1)?.at ?? '') : '';
  const lines = [moves, ...others];
  const rest = lines.map(({ activity }) => [...activity]);
  const merged: Activity[] = [];
  for (;;) {
    let newest: Activity[] | undefined;
    for (const line of rest) {
      const [first] = line;
      if (first !== undefined && (newest?.[0] === undefined || first.at > newest[0].at)) newest = line;
    }
    const next = (redeployOf(newest?.[0], rest) ?? newest)?.shift();
    if (next === undefined) break;
    if (next.at >= begin || moves.activity.includes(next)) merged.push(next);
  }
  return { activity: merged, isTruncated: lines.some(({ isTruncated }) => isTruncated) };
}

/** The line that next tells of a redeploy of what this move brought, in the same second. */
function redeployOf(move: Activity | undefined, lines: readonly Activity[][]): Activity[] | undefined {
  if (move?.versionId === undefined || move.kind === 'redeploy') return undefined;
  return lines.find(
    ([first]) => first?.kind === 'redeploy' && first.at === move.at && first.versionId === move.versionId,
  );
}
