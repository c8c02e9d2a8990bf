import { publishedCommits } from '../publish/known-content';
import type { ReleaseContext } from '../release-context';
import { readArchive } from '../tags/read-tag';
import { rejectionOfContent } from './rejected-content';
import { rejectionOf } from './rejection';

/** Older uploads than these are not looked at: each costs a question to git. */
const uploadsToAsk = 200;

/**
 * The newest commit that was published on the line of `from`, by ancestry and not by the clock: a descendant of it
 * that no other published one descends from. Rejected archives do not count. Nothing when `from` is the newest.
 */
export async function newestPublished(
  context: ReleaseContext,
  from?: string,
  limit = uploadsToAsk,
  isRejected: (sha: string) => Promise<boolean> = async (sha) =>
    (await rejectionOf(context, sha)) !== undefined,
): Promise<string | undefined> {
  const uploads = (await publishedCommits(context)).slice(0, limit);
  let newest = from;
  for (const sha of uploads) {
    const isNewer = newest === undefined || (await context.commits.ancestry(newest, sha)) === 'ancestor';
    if (isNewer && !(await isRejected(sha))) newest = sha;
  }
  return newest === from ? undefined : newest;
}

/** The newest one that may come to a tag: its content was not rejected under another commit either. */
export function newestWelcome(context: ReleaseContext, from?: string): Promise<string | undefined> {
  return newestPublished(context, from, uploadsToAsk, async (sha) => {
    const archive = await readArchive(context, sha);
    return (await rejectionOfContent(context, sha, archive?.metadata.digest)) !== undefined;
  });
}
