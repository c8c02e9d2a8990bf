import { type BigIntStats, lstatSync, realpathSync, type StatsBase } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { ArchiveError, errorCode } from '../errors';
import { quoted } from '../paths/printable';

/** A file to pack: `path` is its place in the archive, separated by `/`; `file` is where it is now, absolute. */
export interface SourceFile {
  readonly path: string;
  readonly file: string;
  /** Where the disk does not keep the executable bit; else it is the file's own. */
  readonly mode?: 0o644 | 0o755;
}

/**
 * `.env`, and what continues it: `.env.local`, `.env-prod`, `.env~`; and what ends in it, as files for `--env-file` do:
 * `prod.env`. Not `.environment` or `.envoy.yaml`.
 */
const environmentFile = /^\.env(rc)?(?:[-_.~]|$)|\.env$/;
/** Documentation, and the types of the variables. */
const harmlessEnvironmentFile =
  /(?:[-_.](?:example|sample|template|dist|md)|\.d\.[cm]?ts)$|(?:^|[-_.])(?:example|sample|template|dist)\.env$/;

/** `.env`, `.env.local`, `prod.env`, `.envrc` and their like; `.env.example` and its like are documentation, `.env.d.ts` types. */
function isEnvironmentFile(path: string): boolean {
  const name = path.slice(nameStart(path)).toLowerCase();
  return environmentFile.test(name) && !harmlessEnvironmentFile.test(name);
}

/** @throws {ArchiveError} when the file, by the name it has or by the one it is packed under, is an environment file. */
export function refuseEnvironmentFile(path: string, file: string): void {
  if (!isEnvironmentFile(path) && !isEnvironmentFile(file)) return;
  throw new ArchiveError(
    `${quoted(path)} is an environment file, which may contain secrets.`,
    'Exclude it with "ignore", or list it in "allowSecrets" if it contains no secrets.',
  );
}

/** Finds the files that names lead to, symlinks followed; the folders on the way are asked about once. */
export class InsideResolver {
  private readonly folders = new Map<string, { prefix: string; isWithin: boolean }>();

  /** `root`: the real path of the workspace root. */
  constructor(private readonly root: string) {}

  /**
   * The file that a name leads to, and its status, which is never that of a symlink.
   * @throws {ArchiveError} when the file does not exist, or is outside the workspace root.
   */
  find(file: string): { real: string; status: BigIntStats } {
    const { isWithin, ...found } = this.follow(file);
    if (isWithin) return found;
    const reason = isInside(this.root, realParent(file)) ? 'is a symlink that points outside' : 'is outside';
    throw new ArchiveError(
      `${quoted(file)} ${reason} the workspace root.`,
      'Copy the file into the workspace in a build step, or exclude it with "ignore".',
    );
  }

  private follow(file: string): { real: string; status: BigIntStats; isWithin: boolean } {
    try {
      const status = lstatSync(file, { bigint: true });
      if (status.isSymbolicLink()) {
        const real = realpathSync.native(file);
        return { real, status: lstatSync(real, { bigint: true }), isWithin: isInside(this.root, real) };
      }
      const start = nameStart(file);
      const { prefix, isWithin } = this.folder(file.slice(0, start));
      return { real: `${prefix}${file.slice(start)}`, status, isWithin };
    } catch (cause) {
      throw unreachable(file, cause);
    }
  }

  private folder(path: string): { prefix: string; isWithin: boolean } {
    let known = this.folders.get(path);
    if (known === undefined) {
      const real = realpathSync.native(path);
      known = { prefix: real.endsWith(sep) ? real : `${real}${sep}`, isWithin: isInside(this.root, real) };
      this.folders.set(path, known);
    }
    return known;
  }
}

/** Where the name of a file begins, behind the last separator: a slash, or what this system has for one. */
function nameStart(file: string): number {
  return Math.max(file.lastIndexOf('/'), file.lastIndexOf(sep)) + 1;
}

function realParent(file: string): string {
  return resolve(realpathSync.native(resolve(file, '..')), basename(file));
}

export function isInside(root: string, target: string): boolean {
  // What `relative` says, for nearly all paths, at a tenth of the time.
  if (target.startsWith(root) && target[root.length] === sep && !target.includes('..')) return true;
  const path = relative(root, target);
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

function unreachable(file: string, cause: unknown): ArchiveError {
  const what = isSymlink(file) ? 'is a broken symlink' : missing(cause);
  return new ArchiveError(`${quoted(file)} ${what}.`, 'Build again, or exclude the file with "ignore".', {
    cause,
  });
}

function isSymlink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink();
  } catch {
    return false;
  }
}

function missing(cause: unknown): string {
  const code = errorCode(cause);
  return code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown reason'})`;
}

/** @throws {ArchiveError} when it is anything but a regular file. */
export function refuseSpecial(
  file: string,
  stats: Pick<StatsBase<unknown>, 'isFile' | 'isDirectory' | 'isFIFO' | 'isSocket'>,
): void {
  if (stats.isFile()) return;
  const kind = stats.isDirectory()
    ? 'folder'
    : stats.isFIFO()
      ? 'named pipe'
      : stats.isSocket()
        ? 'socket'
        : 'device';
  throw new ArchiveError(
    `${quoted(file)} is a ${kind}, and only files can be packed.`,
    'Remove it, or exclude it with "ignore".',
  );
}
