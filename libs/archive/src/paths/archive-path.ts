const control = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const bidirectionalOverride = /[\u202a-\u202e\u2066-\u2069]/u;
const drive = /^\w+:/;
const longestPath = 4096;
/** Bytes; most file systems keep no longer name, so nobody could unpack it. */
const longestSegment = 255;

/** Nearly all paths, which have none of these problems: short printable ASCII, without a colon or an odd segment. */
const plainPath = /^(?!\/)(?!.*(?:^|\/)\.{0,2}(?:\/|$))[\x20-\x39\x3b-\x5b\x5d-\x7e]{1,255}$/;

/**
 * Why a path cannot stand in an archive, or undefined when it can. Archive paths are relative, separated by `/`,
 * and mean the same file on every system that may unpack them.
 */
export function pathProblem(path: string): string | undefined {
  if (plainPath.test(path)) return undefined;
  if (path === '') return 'is empty';
  if (Buffer.byteLength(path) > longestPath) return `is longer than ${longestPath} bytes`;
  if (path.startsWith('/')) return 'is absolute';
  if (drive.test(path)) return 'starts with a drive or a scheme';
  if (path.includes('\\')) return 'has a backslash';
  if (control.test(path)) return 'has a control character';
  if (bidirectionalOverride.test(path)) return 'has a character that reverses the text around it';
  if (Buffer.from(path).toString() !== path) return 'is not valid Unicode';
  return segmentProblem(path.split('/'));
}

function segmentProblem(segments: string[]): string | undefined {
  if (segments.includes('..')) return 'leaves the archive with ".."';
  if (segments.some((segment) => Buffer.byteLength(segment) > longestSegment))
    return `has a name of more than ${longestSegment} bytes`;
  if (segments.includes('.')) return 'has a "." segment';
  return segments.includes('') ? 'has an empty segment' : undefined;
}

const surrogate = /[\ud800-\udfff]/;

/** Compares two paths by the bytes of their UTF-8: the one order that no locale changes. */
export function comparePaths(left: string, right: string): number {
  if (left === right) return 0;
  // UTF-16 has the order of UTF-8 but for surrogates, which stand below U+E000 to U+FFFF there.
  if (surrogate.test(left) || surrogate.test(right))
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  return compareUnits(left, right);
}

/** Sorted by {@link comparePaths}. Items whose paths are equal keep their order. */
export function sortedByPath<T extends { path: string }>(items: readonly T[]): T[] {
  const compare = items.some(({ path }) => surrogate.test(path)) ? comparePaths : compareUnits;
  return [...items].sort((left, right) => compare(left.path, right.path));
}

/** What `comparePaths` says of paths without surrogates, for which it looks in each path again and again. */
function compareUnits(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
