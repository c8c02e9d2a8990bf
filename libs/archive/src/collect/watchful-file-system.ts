import { type Dirent, readdir, stat } from 'node:fs';
import { stat as statPromise } from 'node:fs/promises';
import { join } from 'node:path';
import { ArchiveError, errorCode } from '../errors';
import { quoted } from '../paths/printable';

type Listed = (error: NodeJS.ErrnoException | null, entries: Dirent[]) => void;

/**
 * A file system for the globber that loses nothing: left alone, it drops sockets, broken symlinks and folders that it
 * may not read without a word, and an archive would lack them in silence. Here the first two count as files, and the
 * last are remembered.
 */
export function watchfulFileSystem(onEmpty: (folder: string) => void = () => undefined) {
  const unreadable: { folder: string; code: string | undefined }[] = [];

  function list(folder: string, listed: Listed): void {
    readdir(folder, { withFileTypes: true }, (error, entries) => {
      if (!error && entries.length === 0) onEmpty(folder.replace(/\/+$/, ''));
      if (!error && entries.every(isPlain)) return listed(null, entries);
      if (!error) return void keepAll(folder, entries).then((all) => listed(null, all));
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
