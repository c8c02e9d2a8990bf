import picomatch from 'picomatch';

/** As an asset of Nx's own executors: `glob` and `ignore` are relative to `input`, which is relative to the root. */
export interface AssetPattern {
  input: string;
  glob: string;
  ignore?: string[];
  /** The folder in the archive; `.` is its top. */
  output: string;
}

/** A repository's own files: they differ in every clone, and hold its history and its settings. */
export const neverPacked = ['**/.git', '**/.git/**'];

/** What the patterns of an asset say of paths below its input, without looking at a disk. */
export function assetMatcher({ glob, ignore = [] }: Pick<AssetPattern, 'glob' | 'ignore'>) {
  const isMatch = picomatch(glob, { dot: true });
  const isLeftOut = picomatch([...neverPacked, ...ignore], { dot: true });
  /** A folder that is ignored takes all of its files with it. */
  function isIgnored(path: string): boolean {
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      if (isLeftOut(path.slice(0, slash))) return true;
    }
    return isLeftOut(path);
  }
  return { isIgnored, matches: (path: string) => isMatch(path) && !isIgnored(path) };
}
