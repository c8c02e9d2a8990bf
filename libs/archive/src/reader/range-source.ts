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

export interface FileSource extends RangeSource {
  close(): Promise<void>;
}

/**
 * An archive on disk. Close it when done.
 * @throws {ArchiveError} when there is no such file.
 */
export async function fileSource(path: string): Promise<FileSource> {
  const handle = await openArchive(path);
  const stats = await handle.stat();
  if (!stats.isFile()) {
    await handle.close();
    throw notThere(path, 'is not a file');
  }
  return {
    size: stats.size,
    read: (start, end) => readFully(handle, start, end),
    close: () => handle.close(),
  };
}

/** Opens the archive, hands it over, and closes it whatever happens. */
export async function withFileSource<T>(path: string, use: (source: FileSource) => Promise<T>): Promise<T> {
  const source = await fileSource(path);
  try {
    return await use(source);
  } finally {
    await source.close();
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
