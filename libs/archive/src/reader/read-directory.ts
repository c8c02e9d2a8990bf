import { manifestName } from '../manifest/manifest';
import { sortedByPath } from '../paths/archive-path';
import type { RangeSource } from './range-source';
import { withZipDirectory } from './zip-directory';

/** A file of an archive as its central directory tells it; `size` in bytes, uncompressed. */
export interface DirectoryEntry {
  path: string;
  mode: number;
  size: number;
  crc32: number;
}

/**
 * The files of an archive, sorted by path, from its central directory alone: two reads of the source at most for a
 * directory under 8 MiB, the first of them the last 64 KiB. The manifest is left out: it changes with every change,
 * so in a diff it would say nothing. Works on any zip of plain files.
 * @throws {ArchiveError} when the source is no zip, or lists what no archive may hold. What `source.read` throws
 *   comes through as it is.
 */
export async function readDirectory(source: RangeSource): Promise<DirectoryEntry[]> {
  return withZipDirectory(source, async ({ entries }) =>
    sortedByPath(entries.filter(({ path }) => path !== manifestName)).map(({ path, mode, size, crc32 }) => ({
      path,
      mode,
      size,
      crc32,
    })),
  );
}
