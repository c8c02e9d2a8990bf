import type { Lineage } from '../ports/commits';
import { publishedCommits } from '../publish/known-content';
import type { ReleaseContext } from '../release-context';
import { readArchive } from '../tags/read-tag';
import { rejectionOfContent } from './rejected-content';
import { rejectionOf } from './rejection';

/** Older uploads than these are not looked at. */
export const uploadsToAsk = 200;

type IsRejected = (sha: string) => Promise<boolean>;

/**
 * The newest commit that was published on the line of `from`, by ancestry and not by the clock: a descendant of it
 * that no other published one descends from. Rejected archives do not count. Nothing when `from` is the newest.
 */
export async function newestPublished(
  context: ReleaseContext,
  from?: string,
  limit = uploadsToAsk,
): Promise<string | undefined> {
  const { uploads, lineage } = await recentUploads(context, from, limit);
  return newestAmong(uploads, lineage, from, hasRejection(context));
}

/** The newest one that may come to a tag: its content was not rejected under another commit either. */
export async function newestWelcome(context: ReleaseContext, from?: string): Promise<string | undefined> {
  const { uploads, lineage } = await recentUploads(context, from, uploadsToAsk);
  return newestAmong(uploads, lineage, from, hasRejectedContent(context));
}

/** @param uploads published commits, the newest upload first. */
export async function newestAmong(
  uploads: readonly string[],
  { isAncestor }: Pick<Lineage, 'isAncestor'>,
  from: string | undefined,
  isRejected: IsRejected,
): Promise<string | undefined> {
  // Only the one that would be the newest is asked about: most often it is not rejected.
  const rejected = new Set<string>();
  for (;;) {
    let newest = from;
    for (const sha of uploads) {
      if (!rejected.has(sha) && (newest === undefined || isAncestor(newest, sha))) newest = sha;
    }
    if (newest === undefined || newest === from) return undefined;
    if (!(await isRejected(newest))) return newest;
    rejected.add(newest);
  }
}

/** Whether the archive itself was rejected. */
export function hasRejection(context: ReleaseContext): IsRejected {
  return async (sha) => (await rejectionOf(context, sha)) !== undefined;
}

/**
 * Whether the archive was rejected, or one before it with its content.
 * @param ancestorsOf published ones, the nearest first; found out anew each time where absent.
 */
export function hasRejectedContent(
  context: ReleaseContext,
  ancestorsOf?: (sha: string) => readonly string[],
): IsRejected {
  return async (sha) => {
    const archive = await readArchive(context, sha);
    const { digest } = archive?.metadata ?? {};
    return (await rejectionOfContent(context, sha, digest, ancestorsOf?.(sha))) !== undefined;
  };
}

async function recentUploads(context: ReleaseContext, from: string | undefined, limit: number) {
  const uploads = (await publishedCommits(context)).slice(0, limit);
  const lineage = await context.commits.lineage(from === undefined ? uploads : [from, ...uploads]);
  return { uploads, lineage };
}
