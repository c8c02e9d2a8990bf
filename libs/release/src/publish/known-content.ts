import { commitOfKey, latestTag } from '../keys';
import type { ReleaseContext } from '../release-context';
import { readArchive, readTag, type Stored } from '../tags/read-tag';

const ancestorsToList = 200;
const archivesToAsk = 5;

/** An object in the bucket that holds this very content, so that it need not be uploaded again. */
export async function findContent(
  context: ReleaseContext,
  commit: string,
  digest: string,
): Promise<Stored | undefined> {
  const tags = new Set([latestTag, ...context.settings.environments.map(({ tag }) => tag)]);
  for (const tag of tags) {
    const stored = await readTag(context, tag);
    if (stored?.metadata.digest === digest) return stored;
  }
  for (const sha of (await publishedAncestors(context, commit)).slice(0, archivesToAsk)) {
    const stored = await readArchive(context, sha);
    if (stored?.metadata.digest === digest) return stored;
  }
  return undefined;
}

/** Commits that were published, nearest ancestor of `commit` first. */
export async function publishedAncestors(context: ReleaseContext, commit: string): Promise<string[]> {
  const published = new Set(await publishedCommits(context));
  if (published.size === 0) return [];
  return (await context.commits.ancestors(commit, ancestorsToList)).filter((sha) => published.has(sha));
}

/** Every commit that was published, the newest upload first. */
export async function publishedCommits({
  bucket,
  prefix,
}: Pick<ReleaseContext, 'bucket' | 'prefix'>): Promise<string[]> {
  const found: { sha: string; at: number }[] = [];
  for await (const { key, lastModified } of bucket.list(prefix, '/')) {
    const sha = commitOfKey(prefix, key);
    if (sha !== undefined) found.push({ sha, at: lastModified.getTime() });
  }
  return found.sort((a, b) => b.at - a.at).map(({ sha }) => sha);
}
