import { type FileHandle, open } from 'node:fs/promises';
import { ArchiveError, errorCode } from '../errors';
import { quoted } from '../paths/printable';

/** Bytes that can be read in any place: a file, or an object in a bucket by ranged GET. */
export interface RangeSource {
  /** In bytes. */
  size: number;
  /** The bytes from `start` up to, not including, `end`; always `end - start` of them. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/**
 * Opens an archive on disk, passes it to `use`, and closes it whatever happens.
 * @throws {ArchiveError} when there is no such file.
 */
export async function withFileSource<T>(path: string, use: (source: RangeSource) => Promise<T>): Promise<T> {
  const handle = await openArchive(path);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw notThere(path, 'is not a file');
    return await use({ size: stats.size, read: (start, end) => readFully(handle, start, end) });
  } finally {
    await handle.close();
  }
}

async function openArchive(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw notThere(path, errorCode(cause) === 'ENOENT' ? 'does not exist' : 'cannot be opened', cause);
  }
}

async function readFully(handle: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(end - start);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

function notThere(path: string, what: string, cause?: unknown): ArchiveError {
  return new ArchiveError(`The archive ${quoted(path)} ${what}.`, 'Package the app first.', { cause });
}
