import { ArchiveError } from '../errors';
import { manifestName } from '../manifest/manifest';
import { pathProblem } from '../paths/archive-path';
import { PathRegister } from '../paths/path-register';
import { quoted } from '../paths/printable';
import type { SourceFile } from './refusals';

/** @throws {ArchiveError} naming the first path that cannot stand in an archive, or beside another. */
export function refusePaths(files: readonly SourceFile[]): void {
  if (files.length === 0)
    throw new ArchiveError('No files to pack.', 'Build the app first, or correct the assets of the target.');
  const register = new PathRegister();
  register.add(manifestName);
  for (const { path, file } of files) {
    if (path === manifestName)
      throw new ArchiveError(
        `${quoted(file)} would be packed as ${quoted(path)}, a name that the packager uses.`,
        'Rename it, or exclude it with "ignore".',
      );
    const problem = pathProblem(path) ?? register.add(path);
    if (problem)
      throw new ArchiveError(
        `The archive path ${quoted(path)} of ${quoted(file)} ${problem}.`,
        'Rename the file, or change the "output" or "ignore" of its assets.',
      );
  }
}
