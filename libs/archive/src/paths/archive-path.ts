const control = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const bidirectionalOverride = /[\u202a-\u202e\u2066-\u2069]/u;
const drive = /^\w+:/;
const longestPath = 4096;
/** Bytes; most file systems keep no longer name, so nobody could unpack it. */
const longestSegment = 255;

/**
 * Why a path cannot stand in an archive, or undefined when it can. Archive paths are relative, separated by `/`,
 * and mean the same file on every system that may unpack them.
 */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (Buffer.byteLength(path) > longestPath) return `is longer than ${longestPath} bytes`;
  if (path.startsWith('/')) return 'is absolute';
  if (drive.test(path)) return 'begins with a drive or a scheme';
  if (path.includes('\\')) return 'has a backslash';
  if (control.test(path)) return 'has a control character';
  if (bidirectionalOverride.test(path)) return 'has a character that reverses the text around it';
  if (Buffer.from(path).toString() !== path) return 'is not valid Unicode';
  return segmentProblem(path.split('/'));
}

function segmentProblem(segments: string[]): string | undefined {
  if (segments.includes('..')) return 'climbs out of the archive with ".."';
  if (segments.some((segment) => Buffer.byteLength(segment) > longestSegment))
    return `has a name of more than ${longestSegment} bytes`;
  if (segments.includes('.')) return 'has a "." segment';
  return segments.includes('') ? 'has an empty segment' : undefined;
}

/** Sorted by the bytes of the UTF-8 path: the one order that no locale changes. */
export function sortedByPath<T extends { path: string }>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, bytes: Buffer.from(item.path) }))
    .sort((left, right) => Buffer.compare(left.bytes, right.bytes))
    .map(({ item }) => item);
}
