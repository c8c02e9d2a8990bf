import type { FileComparison } from '@sluice/contract';
import { ArchiveError, diffDirectories, readDirectory, type DirectoryEntry } from '@sluice/archive';
import type { ReleaseContext } from '../../context';
import type { Stored } from '../../tags/read-tag';

/**
 * Which files differ, from the directories of the two zips, which are read by byte range. Whoever may write to the
 * bucket may have put anything onto a tag: what is no archive of ours cannot be compared, and stands in the way of
 * nothing.
 */
export async function compareFiles(
  context: ReleaseContext,
  from: Stored,
  to: Stored,
): Promise<FileComparison> {
  const [before, after] = await Promise.all([from, to].map((stored) => filesOf(context, stored)));
  if (!Array.isArray(before)) return { filesNotCompared: before };
  if (!Array.isArray(after)) return { filesNotCompared: after };
  return { files: diffDirectories(before, after) };
}

/** The files, or one clause on why they cannot be told. */
async function filesOf(
  { bucket }: ReleaseContext,
  { object }: Stored,
): Promise<DirectoryEntry[] | string | undefined> {
  try {
    return await readDirectory({
      size: object.size,
      read: (start, end) => bucket.read(object.key, object.versionId, start, end),
    });
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return `${object.key} cannot be read as an archive: ${error.message.replace(/\.$/, '')}`;
  }
}
