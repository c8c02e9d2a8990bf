import { ArchiveError } from '../errors';
import { quoted } from '../paths/printable';

const remedy = 'Package the app again, and publish that archive.';

/** What an archive says about one of its files does not hold. */
export function mismatch(path: string, what: string): ArchiveError {
  return new ArchiveError(`The archive's file ${quoted(path)} ${what}.`, remedy);
}

export function damaged(what: string, cause?: unknown): ArchiveError {
  return new ArchiveError(`The archive is damaged: ${what}.`, remedy, { cause });
}

export function truncated(): ArchiveError {
  return damaged('it is truncated');
}
