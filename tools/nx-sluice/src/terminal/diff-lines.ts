import type { Diff, DiffSide } from '@sluice/contract';
import { commitLines, fileLines } from './plan-lines';
import { shortSha } from './text';

/** The commits and files between two places, as a promotion's plan shows them. */
export function diffLines(diff: Diff): string[] {
  return [
    `${sideName(diff.from)} → ${sideName(diff.to)}`,
    ...commitLines(diff),
    ...(diff.isSame ? ['  The content is the same.'] : fileLines(diff)),
  ];
}

/** `prod (1a2b3c4d Fix the door)`; a commit that was typed as such is not said twice. */
function sideName({ name, kind, commit, subject, servedBy }: DiffSide): string {
  const sha = commit === undefined ? 'unknown' : shortSha(commit);
  const words = [sha, subject].filter(Boolean).join(' ');
  const instead = servedBy === undefined ? '' : ', used instead';
  return kind === 'commit' && commit?.startsWith(name) ? words : `${name} (${words}${instead})`;
}
