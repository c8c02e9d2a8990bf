/**
 * How many archives were published after that of one commit, up to that of another; 0 where the other is the older one.
 *
 * @param uploads commits that were published, the newest upload first
 * @returns nothing where one of the two is not among them
 */
export function releasesBetween(uploads: readonly string[], from: string, to: string): number | undefined {
  const [earlier, later] = [uploads.indexOf(from), uploads.indexOf(to)];
  return earlier < 0 || later < 0 ? undefined : Math.max(0, earlier - later);
}
