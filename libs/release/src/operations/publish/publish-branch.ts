import picomatch from 'picomatch';
import { SluiceError } from '../../errors';
import { shortSha } from '../../keys';
import type { BranchMembership } from '../../ports/commits';
import type { ReleaseContext } from '../../context';
import { fetchCompleteHistory } from '../../latest/complete-history';

/** Why a commit does not move `latest`. */
export interface Absence {
  explanation: string;
  remedy: string;
}

/**
 * Whether the commit is on none of the branches whose commits move `latest`: by the refs of this clone and, where those
 * do not tell, by what CI says that it checked out.
 * @throws SluiceError `branch-unknown` when neither tells.
 */
export async function absenceFromBranches(
  context: ReleaseContext,
  commit: string,
): Promise<Absence | undefined> {
  const { commits, settings, checkedOut } = context;
  const { branches, answer } = await commits.membership(commit, settings.publishBranches ?? {});
  if (answer === 'yes') return undefined;
  const named = checkedOut?.commit === commit ? checkedOut.branch : undefined;
  if (answer !== 'no' && named === undefined) throw cannotTell(context, commit, branches, answer);
  if (answer !== 'no' && named !== undefined && picomatch.isMatch(named, [...branches])) return undefined;
  return {
    explanation: `${shortSha(commit)} is not on ${inWords(branches)}`,
    remedy: 'Merge it, or name its branch in sluice.json under publish.branches.',
  };
}

function cannotTell(
  context: ReleaseContext,
  commit: string,
  branches: readonly string[],
  answer: Exclude<BranchMembership['answer'], 'yes' | 'no'>,
): SluiceError {
  const message = `This clone cannot determine whether ${shortSha(commit)} is on ${inWords(branches)}`;
  return answer === 'shallow'
    ? new SluiceError(
        'branch-unknown',
        `${message}: its history is incomplete.`,
        fetchCompleteHistory(context),
      )
    : new SluiceError(
        'branch-unknown',
        `${message}: it has no such branch.`,
        'Fetch it (git fetch origin <branch>:<branch>; actions/checkout does with fetch-depth: 0), or name the branches to publish from in sluice.json under publish.branches.',
      );
}

function inWords(branches: readonly string[]): string {
  return branches.length < 2 ? (branches[0] ?? 'a branch') : `any of ${branches.join(', ')}`;
}
