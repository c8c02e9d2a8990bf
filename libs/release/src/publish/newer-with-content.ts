import { commitOfKey } from '../keys';
import { rejectionOf } from '../operate/rejection';
import type { ReleaseContext } from '../release-context';
import { readArchive, type Stored } from '../tags/read-tag';

/**
 * A published descendant of `commit` that has the content which `latest` has. Such a one, a revert as a rule, left the
 * tag alone because there was nothing to change, so that the tag names an older commit than its content has by now.
 * It can only have been uploaded after the tag was written. Rejected ones do not count.
 */
export async function newerWithContent(
  context: ReleaseContext,
  commit: string,
  latest: Stored,
): Promise<string | undefined> {
  const { bucket, prefix, commits } = context;
  for await (const { key, lastModified } of bucket.list(prefix, '/')) {
    const sha = commitOfKey(prefix, key);
    if (sha === undefined || lastModified < latest.object.lastModified) continue;
    if ((await commits.ancestry(commit, sha)) !== 'ancestor') continue;
    const archive = await readArchive(context, sha);
    if (archive?.metadata.digest !== latest.metadata.digest) continue;
    if ((await rejectionOf(context, sha)) === undefined) return sha;
  }
  return undefined;
}
