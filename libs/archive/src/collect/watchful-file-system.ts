import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ArchiveError, errorCode } from '../errors';
import { quoted } from '../paths/printable';
import { repositoryEntry } from './asset-matcher';

/**
 * A file system for the globber that loses nothing: left alone, it drops sockets, broken symlinks and folders that it
 * may not read without a word, and an archive would lack them in silence. Here the first two count as files, and the
 * last are remembered. What a repository keeps of itself is not listed: as a pattern to ignore, it would be compared
 * with each file.
 */
export function watchfulFileSystem(onEmpty: (folder: string) => void = () => undefined) {
  const unreadable: { folder: string; code: string | undefined }[] = [];

  function list(folder: string): Dirent[] {
    try {
      const entries = readdirSync(folder, { withFileTypes: true });
      if (entries.length === 0) onEmpty(folder.replace(/\/+$/, ''));
      return entries.filter(({ name }) => name !== repositoryEntry).map((entry) => kept(folder, entry));
    } catch (error) {
      const code = errorCode(error);
      // Not there at all: that the pattern matches nothing says it better.
      if (code !== 'ENOENT') unreadable.push({ folder: folder.replace(/\/+$/, ''), code });
      return [];
    }
  }

  return {
    fs: { readdirSync: list as unknown as typeof readdirSync, statSync },
    /** @throws {ArchiveError} naming the first folder that could not be listed. */
    refuseUnreadable(): void {
      const [first] = unreadable;
      if (!first) return;
      throw new ArchiveError(
        `The folder ${quoted(first.folder)} cannot be read (${first.code ?? 'unknown reason'}).`,
        'Allow this user to read it, or exclude it with "ignore".',
      );
    },
  };
}

function kept(folder: string, entry: Dirent): Dirent {
  if (entry.isFile() || entry.isDirectory()) return entry;
  return entry.isSymbolicLink() && leadsToFolder(join(folder, entry.name)) ? entry : asFile(entry);
}

function leadsToFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

function asFile(entry: Dirent): Dirent {
  return Object.assign(Object.create(entry) as Dirent, {
    isFile: () => true,
    isDirectory: () => false,
    isSymbolicLink: () => false,
  });
}
