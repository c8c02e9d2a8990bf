import type { ReleaseMetadata } from '../metadata/metadata';
import type { ReleaseContext } from '../context';

/**
 * Who wrote the commit: as the archive says or, for one that was published before archives said so, as the clone does.
 * Nothing where neither can tell.
 */
export async function authorOf(
  { commits }: Pick<ReleaseContext, 'commits'>,
  { commit, author }: Pick<Partial<ReleaseMetadata>, 'commit' | 'author'>,
): Promise<string | undefined> {
  if (author !== undefined || commit === undefined) return author;
  return (await commits.describe(commit))?.author || undefined;
}
