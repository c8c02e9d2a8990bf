import { publishedAmong, type PublishedArchive } from '../archives/published';
import { rejectionOfContent, type RejectionMatch } from '../archives/rejection-match';
import type { ReleaseContext } from '../context';
import type { Stored } from '../tags/read-tag';
import { standingTo, undecidable } from './line';
import type { Newest } from './register';

/** Where `latest` should be. */
export interface Promotable {
  /** The newest commit that was published and may come; nothing when none is ahead of the tag. */
  archive?: PublishedArchive;
  /** The tag has that content already, or is ahead of it: there is nothing to move. */
  isCurrent: boolean;
  /** Newer ones that were passed over, newest first. */
  rejected: { commit: string; rejectionMatch: RejectionMatch }[];
}

/**
 * The newest commit that was published and is not rejected, as far as the register knows the line: what it names, else
 * the nearest of its ancestors. A rejection moves nothing back: an ancestor of what was rejected only comes where it is
 * ahead of the tag.
 * @param force go to the newest whatever the tag names.
 * @throws SluiceError `ancestry-unknown` when this clone cannot tell how the tag stands to it.
 */
export async function newestPromotable(
  context: ReleaseContext,
  newest: Newest,
  tag: Stored | undefined,
  force = false,
): Promise<Promotable> {
  const line = [newest.commit, ...newest.follows];
  const rejected: Promotable['rejected'] = [];
  for await (const archive of publishedAmong(context, line)) {
    const { sha, metadata } = archive;
    if (tag !== undefined && metadata.digest === tag.metadata.digest)
      return { archive, isCurrent: true, rejected };
    const ancestors = line.slice(line.indexOf(sha) + 1);
    const rejectionMatch = await rejectionOfContent(context, sha, metadata.digest, ancestors);
    if (rejectionMatch !== undefined) {
      rejected.push({ commit: sha, rejectionMatch });
      continue;
    }
    const isNewest = sha === newest.commit;
    if (tag === undefined || (force && isNewest)) return { archive, isCurrent: false, rejected };
    const place = await placeOfTag(context, tag, newest, sha);
    if (place === 'ahead') return { archive, isCurrent: true, rejected };
    if (place === 'behind' || (place === 'aside' && isNewest)) return { archive, isCurrent: false, rejected };
  }
  return { isCurrent: false, rejected };
}

async function placeOfTag(
  context: ReleaseContext,
  { metadata: { commit } }: Stored,
  newest: Newest,
  candidate: string,
): Promise<'behind' | 'ahead' | 'aside'> {
  if (commit === undefined) throw undecidable('unknown', candidate, undefined);
  const isNewest = candidate === newest.commit;
  // What the register has written down are the newest one's ancestors, and nobody else's.
  const rejectionMatch = isNewest
    ? await standingTo(context, commit, newest)
    : await context.commits.ancestry(commit, candidate);
  if (rejectionMatch === 'unknown' && isNewest) throw undecidable('unknown', candidate, commit);
  // No commit is written down before its descendants: what comes later in the register is none of them.
  const isLater = newest.follows.indexOf(commit) > newest.follows.indexOf(candidate);
  if (rejectionMatch === 'unknown' && isLater) return 'behind';
  if (rejectionMatch === 'ancestor' || rejectionMatch === 'same') return 'behind';
  return rejectionMatch === 'descendant' ? 'ahead' : 'aside';
}
