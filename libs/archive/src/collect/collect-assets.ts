import { join, posix, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { ArchiveError } from '../errors';
import { sortedByPath } from '../paths/archive-path';
import { quoted } from '../paths/printable';
import { isInside, type SourceFile } from '../writer/refusals';
import { isOfRepository, type AssetPattern } from './asset-matcher';
import { watchfulFileSystem } from './watchful-file-system';

/** Paths from which on their memory counts more than the time to copy them. */
const many = 10_000;

/**
 * The files that asset patterns match, sorted by the bytes of their archive path. Dotfiles are matched as any other,
 * symlinks are followed, and what cannot be packed (a socket, a symlink to nowhere) is listed too, for the writer to
 * refuse by name. What belongs to a git repository itself, `.git`, is never listed. A file that two patterns bring to one place is listed once.
 * @param onEmptyFolder hears of each folder without an entry, absolute: an archive holds files only
 * @throws {ArchiveError} naming the pattern that matches nothing or leaves the workspace, or a folder not readable.
 */
export async function collectAssets(
  root: string,
  assets: readonly AssetPattern[],
  onEmptyFolder?: (folder: string) => void,
): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const asset of assets)
    for (const source of matchesOf(resolve(root), asset, onEmptyFolder)) found.push(source);
  return withoutRepeats(sortedByPath(found));
}

/** Without those files that came to the same path before. */
function withoutRepeats(sorted: readonly SourceFile[]): SourceFile[] {
  return sorted.filter(({ path, file }, index) => {
    for (let at = index - 1; at >= 0 && sorted[at]!.path === path; at -= 1)
      if (sorted[at]!.file === file) return false;
    return true;
  });
}

function matchesOf(
  root: string,
  asset: AssetPattern,
  onEmptyFolder?: (folder: string) => void,
): SourceFile[] {
  const folder = resolve(root, asset.input);
  const climbs =
    posix.normalize(asset.glob.replace(/^!/, '')).startsWith('../') || asset.glob.startsWith('/');
  if (!isInside(root, folder) || climbs)
    throw new ArchiveError(
      `The asset ${named(asset)} is outside its folder.`,
      'Use an "input" inside the workspace and a "glob" inside that folder.',
    );
  const watchful = watchfulFileSystem(onEmptyFolder);
  // Folder by folder: four threads that list them take a quarter more processor time, and no less of the clock's.
  const found = globSync(asset.glob, {
    cwd: folder,
    ignore: asset.ignore,
    dot: true,
    expandDirectories: false,
    followSymbolicLinks: true,
    fs: watchful.fs,
  });
  watchful.refuseUnreadable();
  // A pattern that begins inside of such a folder has it listed all the same.
  const matches = found.filter((match) => !isOfRepository(match));
  if (matches.length === 0)
    throw new ArchiveError(
      `The asset ${named(asset)} matches no files.`,
      'Build the project that writes these files first, with --skip-nx-cache if the Nx cache does not restore them, or correct the asset.',
    );
  const prefix = posix.join(asset.output || '.', 'x').slice(0, -1);
  const kept = matches.length > many ? unshared : (text: string) => text;
  return matches.map((match) => ({ path: kept(`${prefix}${match}`), file: kept(join(folder, match)) }));
}

/** The text in memory of its own. V8 keeps what texts were put together of, and all of what they were cut out of. */
function unshared(text: string): string {
  return Buffer.from(text).toString();
}

function named({ input, glob: pattern }: AssetPattern): string {
  return quoted(posix.join(input.replaceAll('\\', '/'), pattern));
}
