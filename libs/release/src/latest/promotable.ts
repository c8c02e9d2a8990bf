import { publishedAmong, type PublishedArchive } from '../archives/published';
import { rejectionOfContent, type RejectionMatch } from '../archives/rejection-match';
import type { ReleaseContext } from '../context';
import type { Stored } from '../tags/read-tag';
import { ancestorsToKeep, standingTo, undecidable } from './line';
import { candidatesOf, type Candidate, type Newest } from './newest';

/** Where `latest` should be. */
export interface Promotable {
  /** The newest commit that was published and may come; nothing when none is ahead of the tag. */
  archive?: PublishedArchive;
  /** The tag has that content already, or is ahead of it: there is nothing to move. */
  isCurrent: boolean;
  /** Newer ones that were skipped, newest first. */
  rejected: { commit: string; rejectionMatch: RejectionMatch }[];
}

/** What is known of an archive without asking: that it is there and, of one that was written just now, not rejected. */
export type KnownArchive = PublishedArchive & { isNew: boolean };

/**
 * The newest commit that was published and is not rejected, as far as the register knows the line: what it names, else
 * a head that it took the place of before that was published, else the nearest of its ancestors. A rejection moves
 * nothing back: an ancestor of what was rejected only comes where it is ahead of the tag.
 * @param force go to the newest whatever the tag names.
 * @throws SluiceError `ancestry-unknown` when this clone cannot tell how the tag stands to it.
 */
export async function newestPromotable(
  context: ReleaseContext,
  newest: Newest,
  tag: Stored | undefined,
  { force = false, known }: { force?: boolean; known?: KnownArchive } = {},
): Promise<Promotable> {
  const candidates = candidatesOf(newest);
  const shas = candidates.map(({ commit }) => commit);
  const rejected: Promotable['rejected'] = [];
  for await (const archive of publishedAmong(context, shas, { known })) {
    const { sha, metadata } = archive;
    const candidate = candidates[shas.indexOf(sha)] as Candidate;
    const isNewest = sha === newest.commit;
    const isBeside = candidate.head !== newest;
    const isSame = tag !== undefined && metadata.digest === tag.metadata.digest;
    if (isSame && !isBeside) return { archive, isCurrent: true, rejected };
    const isNew = known?.isNew === true && known.sha === sha;
    const rejectionMatch = await rejectionOfContent(context, sha, metadata.digest, {
      ancestors: ancestorsOf(candidate),
      isNew,
      isFirst: isNew && tag === undefined,
    });
    if (rejectionMatch !== undefined) {
      rejected.push({ commit: sha, rejectionMatch });
      continue;
    }
    if (tag === undefined || (force && isNewest)) return { archive, isCurrent: false, rejected };
    const place = await placeOfTag(context, tag, candidate, newest);
    if (place === 'ahead' && !isBeside) return { archive, isCurrent: true, rejected };
    if (place === 'behind' || (place === 'aside' && isNewest))
      return { archive, isCurrent: isSame, rejected };
  }
  return { isCurrent: false, rejected };
}

function ancestorsOf({ commit, head }: Candidate): string[] {
  return head.follows.slice(head.follows.indexOf(commit) + 1);
}

async function placeOfTag(
  context: ReleaseContext,
  { metadata: { commit } }: Stored,
  { commit: candidate, head }: Candidate,
  newest: Newest,
): Promise<'behind' | 'ahead' | 'aside'> {
  const isNewest = candidate === newest.commit;
  if (commit === undefined) throw undecidable(context, 'unknown', candidate, undefined);
  // What the register has written down are the ancestors of a head, and nobody else's.
  const ancestry =
    candidate === head.commit
      ? await standingTo(context, commit, head)
      : await context.commits.ancestry(commit, candidate);
  if (ancestry === 'unknown' && isNewest) {
    const place = placeAmongSiblings(newest, commit);
    if (place === undefined) throw undecidable(context, 'unknown', candidate, commit);
    return place;
  }
  // No commit is written down before its descendants: what comes later in the register is none of them.
  const isLater = head.follows.indexOf(commit) > head.follows.indexOf(candidate);
  if (ancestry === 'unknown' && isLater) return 'behind';
  if (ancestry === 'ancestor' || ancestry === 'same') return 'behind';
  return ancestry === 'descendant' ? 'ahead' : 'aside';
}

/**
 * Where a commit that this clone lacks stands to the newest one, by the heads that the register has written down beside
 * it: no ancestor of the newest is among them.
 * @returns nothing where their ancestors do not reach far enough to tell.
 */
function placeAmongSiblings({ commit, siblings = [] }: Newest, other: string): 'ahead' | 'aside' | undefined {
  const sibling = siblings.find((head) => head.commit === other || head.follows.includes(other));
  if (sibling === undefined) return undefined;
  if (sibling.follows.includes(commit)) return sibling.commit === other ? 'ahead' : undefined;
  return sibling.follows.length < ancestorsToKeep ? 'aside' : undefined;
}
