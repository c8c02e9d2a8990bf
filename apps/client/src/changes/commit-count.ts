import { count } from '../text/count';

/** The server counts no further: `commitCount` of a plan, `commits` of a comparison. */
const most = 1_000;

/** "9", "1,000 or more". */
export function commitNumber(commits: number): string {
  return commits < most ? String(commits) : `${most.toLocaleString('en')} or more`;
}

/** "1 commit", "9 commits", "1,000 or more commits". */
export function commitsInWords(commits: number): string {
  return commits < most ? count(commits, 'commit') : `${commitNumber(commits)} commits`;
}

/** Commits of which this many are listed and the others are not: "3 earlier commits are not listed." */
export function unlistedCommits(commits: number, listed: number): string | undefined {
  const unlisted = commits - listed;
  if (commits >= most)
    return unlisted > 0
      ? `${unlisted.toLocaleString('en')} or more earlier commits are not listed.`
      : 'Earlier commits, if there are any, are not listed.';
  if (unlisted <= 0) return undefined;
  return `${count(unlisted, 'earlier commit')} ${unlisted === 1 ? 'is' : 'are'} not listed.`;
}
