import { shortSha } from '../keys';
import { publishedAncestors } from '../publish/known-content';
import type { ReleaseContext } from '../release-context';
import { readArchive } from '../tags/read-tag';
import type { Rejection } from '../views/rejection';
import { describeRejection, rejectionOf } from './rejection';

/** A rejection that stands in the way of an archive, and the commit whose archive carries it. */
export interface Standing {
  commit: string;
  rejection: Rejection;
}

/** So many commits in a row with the same content are looked at. */
const ancestorsToAsk = 20;

/**
 * The rejection of an archive: its own, or that of an ancestor with the very same content. A commit that changes
 * nothing of the app is published as a copy of what was there, and must not bring back what was rejected.
 * @param ancestors published ones, the nearest first; found out anew where absent.
 */
export async function rejectionOfContent(
  context: ReleaseContext,
  commit: string,
  digest: string | undefined,
  ancestors?: readonly string[],
): Promise<Standing | undefined> {
  const own = await rejectionOf(context, commit);
  if (own !== undefined) return { commit, rejection: own };
  if (digest === undefined) return undefined;
  const published = ancestors ?? (await publishedAncestors(context, commit));
  for (const sha of published.slice(0, ancestorsToAsk)) {
    const archive = await readArchive(context, sha);
    if (archive?.metadata.digest !== digest) return undefined;
    const rejection = await rejectionOf(context, sha);
    if (rejection !== undefined) return { commit: sha, rejection };
  }
  return undefined;
}

/** One clause on the archive of `commit`. */
export function describeStanding({ commit: rejected, rejection }: Standing, commit: string): string {
  const words = describeRejection(rejection);
  return rejected === commit
    ? words
    : `it has the content of ${shortSha(rejected)}, and ${words.replace(/^it/, 'that')}`;
}
