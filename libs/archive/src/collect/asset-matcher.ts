import picomatch from 'picomatch';

/** As an asset of Nx's own executors: `glob` and `ignore` are relative to `input`, which is relative to the root. */
export interface AssetPattern {
  input: string;
  glob: string;
  ignore?: string[];
  /** The folder in the archive; `.` is its top. */
  output: string;
}

/** What a repository keeps of itself differs in every clone, and holds its history and its settings. */
export const repositoryEntry = '.git';

/** Whether a path, with slashes, is or leads through what a repository keeps of itself. It is never packed. */
export function isOfRepository(path: string): boolean {
  return `/${path}/`.includes(`/${repositoryEntry}/`);
}

/** What the patterns of an asset say of paths below its input, without looking at a disk. */
export function assetMatcher({ glob, ignore = [] }: Pick<AssetPattern, 'glob' | 'ignore'>) {
  const isMatch = picomatch(glob, { dot: true });
  const isLeftOut = picomatch(ignore, { dot: true });
  /** A folder that is ignored takes all of its files with it. */
  function isIgnored(path: string): boolean {
    if (isOfRepository(path)) return true;
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      if (isLeftOut(path.slice(0, slash))) return true;
    }
    return isLeftOut(path);
  }
  return { isIgnored, matches: (path: string) => isMatch(path) && !isIgnored(path) };
}
