import { lstat, realpath } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import type { StatsBase } from 'node:fs';
import { ArchiveError, errorCode } from '../errors';
import { manifestName } from '../manifest/manifest';
import { pathProblem } from '../paths/archive-path';
import { PathRegister } from '../paths/path-register';
import { quoted } from '../paths/printable';

/** A file to pack: `path` is its place in the archive, separated by `/`; `file` is where it is now, absolute. */
export interface SourceFile {
  path: string;
  file: string;
}

/** @throws {ArchiveError} naming the first path that cannot stand in an archive, or beside another. */
export function refusePaths(files: readonly SourceFile[]): void {
  if (files.length === 0)
    throw new ArchiveError(
      'There is no file to pack.',
      'Build the app first, or correct the assets of the target.',
    );
  const register = new PathRegister();
  register.add(manifestName);
  for (const { path, file } of files) {
    if (path === manifestName)
      throw new ArchiveError(
        `${quoted(file)} would be packed as ${quoted(path)}, which the packager writes itself.`,
        'Rename it, or leave it out with "ignore".',
      );
    const problem = pathProblem(path) ?? register.add(path);
    if (problem)
      throw new ArchiveError(
        `The archive path ${quoted(path)} of ${quoted(file)} ${problem}.`,
        'Rename the file, or change the "output" or "ignore" of its assets.',
      );
  }
}

const harmlessEnvironmentFile = /\.(example|sample|template)$/i;

/** `.env`, `.env.local`, `.envrc` and their like; `.env.example`, `.env.sample` and `.env.template` are documentation. */
export function isEnvironmentFile(path: string): boolean {
  const name = basename(path).toLowerCase();
  return name.startsWith('.env') && !harmlessEnvironmentFile.test(name);
}

/**
 * The file that a name leads to, symlinks followed.
 * @throws {ArchiveError} when it does not exist, or is outside the workspace root.
 */
export async function resolveInside(root: string, { file }: SourceFile): Promise<string> {
  const target = await realpath(file).catch((cause: unknown) => unreachable(file, cause));
  if (isInside(root, target)) return target;
  const reason = isInside(root, await realParent(file)) ? 'is a symlink that leaves' : 'is outside';
  throw new ArchiveError(
    `${quoted(file)} ${reason} the workspace root.`,
    'Copy the file into the workspace in a build step, or leave it out with "ignore".',
  );
}

async function realParent(file: string): Promise<string> {
  return resolve(await realpath(resolve(file, '..')), basename(file));
}

export function isInside(root: string, target: string): boolean {
  const path = relative(root, target);
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

async function unreachable(file: string, cause: unknown): Promise<never> {
  const link = await lstat(file).catch(() => undefined);
  const what = link?.isSymbolicLink() ? 'is a symlink that leads nowhere' : missing(cause);
  throw new ArchiveError(`${quoted(file)} ${what}.`, 'Build again, or leave the file out with "ignore".', {
    cause,
  });
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
    'Remove it, or leave it out with "ignore".',
  );
}
