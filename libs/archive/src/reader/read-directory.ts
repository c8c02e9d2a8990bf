import { manifestName } from '../manifest/manifest';
import { sortedByPath } from '../paths/archive-path';
import { type DirectoryEntry, readPlainDirectory, remembered } from './plain-directory';
import type { RangeSource } from './range-source';
import { withZipDirectory } from './zip-directory';

/**
 * The files of an archive, sorted by path, from its central directory alone: two reads of the source at most for a
 * directory under 8 MiB, the first of them the last 64 KiB. The manifest is left out: it changes with every change,
 * so in a diff it would say nothing. Works on any zip of plain files.
 * @throws {ArchiveError} when the source is no zip, or lists what no archive may hold. What `source.read` throws
 *   comes through as it is.
 */
export async function readDirectory(source: RangeSource): Promise<DirectoryEntry[]> {
  const seen = remembered(source);
  const entries =
    (await readPlainDirectory(seen)) ??
    (await withZipDirectory(seen, async (directory) =>
      directory.entries.map(({ path, mode, size, crc32 }) => ({ path, mode, size, crc32 })),
    ));
  return sortedByPath(entries.filter(({ path }) => path !== manifestName));
}
