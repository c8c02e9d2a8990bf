/** As much of a commit as people read aloud. */
export function shortId(commit: string): string {
  return commit.slice(0, 8);
}
