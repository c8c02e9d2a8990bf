import { sortedByPath } from '../paths/archive-path';
import type { DirectoryEntry } from './plain-directory';

/** Paths, each list sorted by bytes. */
export interface DirectoryDiff {
  added: string[];
  changed: string[];
  removed: string[];
}

/**
 * The files that differ between two archives, told from their directories alone. A file has changed when its size,
 * CRC-32 or mode has: enough to show a person, no proof of identity. That is what the digest is for.
 */
export function diffDirectories(
  from: readonly DirectoryEntry[],
  to: readonly DirectoryEntry[],
): DirectoryDiff {
  const before = new Map(from.map((entry) => [entry.path, entry]));
  const after = new Set(to.map(({ path }) => path));
  const changed = to.filter((entry) => {
    const old = before.get(entry.path);
    return old && (old.crc32 !== entry.crc32 || old.size !== entry.size || old.mode !== entry.mode);
  });
  return {
    added: paths(to.filter(({ path }) => !before.has(path))),
    changed: paths(changed),
    removed: paths(from.filter(({ path }) => !after.has(path))),
  };
}

function paths(entries: readonly DirectoryEntry[]): string[] {
  return sortedByPath(entries).map(({ path }) => path);
}
