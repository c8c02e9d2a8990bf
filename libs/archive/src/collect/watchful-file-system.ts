import { type Dirent, readdir, stat } from 'node:fs';
import { stat as statPromise } from 'node:fs/promises';
import { join } from 'node:path';
import { ArchiveError, errorCode } from '../errors';
import { quoted } from '../paths/printable';
import { repositoryEntry } from './asset-matcher';

type Listed = (error: NodeJS.ErrnoException | null, entries: Dirent[]) => void;

/**
 * A file system for the globber that loses nothing: left alone, it drops sockets, broken symlinks and folders that it
 * may not read without a word, and an archive would lack them in silence. Here the first two count as files, and the
 * last are remembered. What a repository keeps of itself is not listed: as a pattern to ignore, it would be compared
 * with each file.
 */
export function watchfulFileSystem(onEmpty: (folder: string) => void = () => undefined) {
  const unreadable: { folder: string; code: string | undefined }[] = [];

  function list(folder: string, listed: Listed): void {
    readdir(folder, { withFileTypes: true }, (error, entries) => {
      if (!error) {
        if (entries.length === 0) onEmpty(folder.replace(/\/+$/, ''));
        const kept = entries.filter(({ name }) => name !== repositoryEntry);
        if (kept.every(isPlain)) return listed(null, kept);
        return void keepAll(folder, kept).then((all) => listed(null, all));
      }
      // Not there at all: that the pattern matches nothing says it better.
      if (error.code !== 'ENOENT')
        unreadable.push({ folder: folder.replace(/\/+$/, ''), code: errorCode(error) });
      listed(error, []);
    });
  }

  return {
    fs: {
      readdir: ((folder: string, _options: unknown, listed: Listed) =>
        list(folder, listed)) as typeof readdir,
      stat,
    },
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

function keepAll(folder: string, entries: Dirent[]): Promise<Dirent[]> {
  return Promise.all(
    entries.map(async (entry) => {
      if (isPlain(entry)) return entry;
      return entry.isSymbolicLink() && (await leadsToFolder(join(folder, entry.name)))
        ? entry
        : asFile(entry);
    }),
  );
}

function isPlain(entry: Dirent): boolean {
  return entry.isFile() || entry.isDirectory();
}

async function leadsToFolder(path: string): Promise<boolean> {
  return statPromise(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

function asFile(entry: Dirent): Dirent {
  return Object.assign(Object.create(entry) as Dirent, {
    isFile: () => true,
    isDirectory: () => false,
    isSymbolicLink: () => false,
  });
}
