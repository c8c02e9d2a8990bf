import { ArchiveError } from './errors';

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

/** What an archive may hold. The writer keeps to it as the reader does, so that nothing is written that cannot be read. */
export const limits = {
  entries: 100_000,
  directoryBytes: 64 * mebibyte,
  manifestBytes: 64 * mebibyte,
  contentBytes: 64 * gibibyte,
  /** Content of this size is taken whatever its ratio; above it, `ratio` holds. */
  unquestionedBytes: gibibyte,
  ratio: 200,
  /** Deflate cannot do better than 1032 to 1 (zlib's technical notes): a claim beyond that is a lie. */
  entryRatio: 1040,
} as const;

/** @throws {ArchiveError} when the whole is bigger than an archive may be, or unpacks to absurdly more than it is. */
export function checkLimits(archive: { entries: number; contentBytes: number; size: number }): void {
  const { entries, contentBytes, size } = archive;
  if (entries > limits.entries) throw tooBig(`${entries} files`, `the limit is ${limits.entries}`);
  if (contentBytes > limits.contentBytes)
    throw tooBig(`${contentBytes} bytes when unpacked`, `the limit is ${limits.contentBytes}`);
  if (contentBytes > limits.unquestionedBytes && contentBytes > size * limits.ratio)
    throw tooBig(`${contentBytes} bytes in ${size} bytes of zip`, 'this may be a zip bomb');
}

function tooBig(what: string, why: string): ArchiveError {
  return new ArchiveError(
    `The archive contains ${what}: ${why}.`,
    'Exclude files that the app does not need at run time.',
  );
}
