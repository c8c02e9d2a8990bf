import type { PublishResult } from '@sluice/contract';
import { latestTag, shortSha, tagKey } from '../../keys';
import type { Convergence } from '../../latest/converge';
import type { Line } from '../../latest/line';
import { describeRejectionMatch } from '../../archives/rejection-match';
import type { ReleaseContext } from '../../context';
import type { Absence } from './publish-branch';

type Latest = PublishResult['latest'];

/** What became of `latest`, told from the view of the commit that was published. */
export function latestOutcome(
  { prefix }: Pick<ReleaseContext, 'prefix'>,
  mine: { commit: string; digest: string },
  { newest, tag, hold, promotable, moved }: Convergence,
): Latest {
  const key = tagKey(prefix, latestTag);
  const known = { key, newest: newest?.commit };
  if (moved !== undefined && moved.commit === mine.commit && tag?.metadata.commit === mine.commit)
    return { ...known, outcome: 'moved', from: moved.from, versionId: moved.versionId };

  const kept = {
    ...known,
    outcome: 'kept' as const,
    moved: moved?.commit === mine.commit ? undefined : moved,
  };
  const theirs = tag?.metadata.commit;
  const sha = shortSha(mine.commit);
  if (hold !== undefined) return { ...kept, why: 'held', commit: theirs, explanation: hold };
  if (tag !== undefined && tag.metadata.digest === mine.digest) {
    const explanation = `it already has this content${theirs ? `, from ${shortSha(theirs)}` : ''}`;
    return { ...kept, why: 'same-content', commit: theirs, explanation };
  }
  const rejected = promotable?.rejected.find(({ commit }) => commit === mine.commit);
  if (rejected !== undefined) {
    const explanation = `${sha} is rejected: ${describeRejectionMatch(rejected.rejectionMatch, mine.commit)}`;
    return { ...kept, why: 'rejected', commit: theirs, explanation };
  }
  const newer = promotable?.archive?.sha ?? newest?.commit ?? '';
  const isAhead =
    promotable?.isCurrent === true && promotable.archive?.metadata.digest !== tag?.metadata.digest;
  const commit = isAhead ? (theirs ?? newer) : newer;
  const what = commit === theirs ? ' on it' : ', which has the same content,';
  return { ...kept, why: 'newer', commit, explanation: `${shortSha(commit)}${what} is newer than ${sha}` };
}

/** What is told of `latest` when the commit is on no branch that it follows. */
export function leftOut(
  { prefix }: Pick<ReleaseContext, 'prefix'>,
  { tag, newest }: Line,
  { explanation, remedy }: Absence,
): Latest {
  return {
    key: tagKey(prefix, latestTag),
    newest: newest?.commit,
    outcome: 'kept',
    why: 'unmerged',
    commit: tag?.metadata.commit,
    explanation,
    remedy,
  };
}
