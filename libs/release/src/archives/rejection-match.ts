import type { Rejection } from '@sluice/contract';
import { shortSha } from '../keys';
import { publishedAmong } from './published';
import type { ReleaseContext } from '../context';
import { describeRejection, rejectionOf } from './rejection';

/** A rejection that stands in the way of an archive, and the commit whose archive carries it. */
export interface RejectionMatch {
  commit: string;
  rejection: Rejection;
}

/** Among so many ancestors the nearest published ones are looked for. */
const ancestorsToAsk = 100;

/**
 * The rejection of an archive: its own, or that of an ancestor with the very same content. A commit that changes
 * nothing of the app is published as a copy of what was there, and must not bring back what was rejected.
 * @param ancestors of the commit, nearest first; asked of the clone when absent.
 * @param isNew it was written just now, so that it cannot have one of its own.
 * @param isFirst nothing is known to have been published before.
 */
export async function rejectionOfContent(
  context: ReleaseContext,
  commit: string,
  digest: string | undefined,
  {
    ancestors,
    isNew = false,
    isFirst = false,
  }: { ancestors?: readonly string[]; isNew?: boolean; isFirst?: boolean } = {},
): Promise<RejectionMatch | undefined> {
  const [own, other] = await Promise.all([
    isNew ? undefined : rejectionOf(context, commit),
    digest === undefined ? undefined : rejectionOfAncestor(context, { commit, digest, isFirst }, ancestors),
  ]);
  return own === undefined ? other : { commit, rejection: own };
}

async function rejectionOfAncestor(
  context: ReleaseContext,
  { commit, digest, isFirst }: { commit: string; digest: string; isFirst: boolean },
  ancestors?: readonly string[],
): Promise<RejectionMatch | undefined> {
  const line = ancestors ?? (await context.commits.ancestors(commit, ancestorsToAsk));
  for await (const { sha, metadata } of publishedAmong(context, line, { areRare: isFirst })) {
    if (metadata.digest !== digest) return undefined;
    const rejection = await rejectionOf(context, sha);
    if (rejection !== undefined) return { commit: sha, rejection };
  }
  return undefined;
}

/** One clause on the archive of `commit`. */
export function describeRejectionMatch(
  { commit: rejected, rejection }: RejectionMatch,
  commit: string,
): string {
  const message = describeRejection(rejection);
  return rejected === commit
    ? message
    : `it has the same content as ${shortSha(rejected)}, and ${message.replace(/^it/, 'that')}`;
}
