import { isNativeError } from 'node:util/types';
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { ArchiveError } from '../errors';
import { checkLimits, limits } from '../limits';
import { pathProblem } from '../paths/archive-path';
import { PathRegister } from '../paths/path-register';
import { quoted } from '../paths/printable';
import { damaged, mismatch } from './damage';
import { RangeReader } from './range-reader';
import type { RangeSource } from './range-source';

/** A file as the central directory tells it, and where its bytes are. */
export interface ZipEntry {
  path: string;
  /** 0o644 or 0o755 in an archive of ours; 0 to 0o7777 in another. */
  mode: number;
  size: number;
  crc32: number;
  record: Entry;
}

export interface ZipDirectory {
  zip: ZipFile;
  entries: ZipEntry[];
  /** Bytes of the central directory's records. */
  length: number;
}

const unix = 3;
const encrypted = 1;
const typeMask = 0o170000;
const regularFile = 0o100000;

/**
 * Reads the central directory and nothing else, and hands it over while the zip is open.
 * @throws {ArchiveError} when the source is no zip, or its directory is one that no honest archive has.
 */
export async function withZipDirectory<T>(
  source: RangeSource,
  use: (directory: ZipDirectory) => Promise<T>,
): Promise<T> {
  const reader = new RangeReader(source);
  let zip: ZipFile | undefined;
  try {
    if (source.size < 22) throw damaged('it is too short to be a zip');
    zip = await fromRandomAccessReaderPromise(reader, source.size, {
      autoClose: false,
      strictFileNames: true,
      validateEntrySizes: true,
    });
    // Errors reach us by the promises; an emitter without a listener would end the process.
    zip.on('error', () => undefined);
    return await use(await readEntries(zip));
  } catch (error) {
    throw reader.failure ?? toUserFacingError(error);
  } finally {
    zip?.close();
  }
}

async function readEntries(zip: ZipFile): Promise<ZipDirectory> {
  if (zip.entryCount === 0) throw damaged('it contains no files');
  checkLimits({ entries: zip.entryCount, contentBytes: 0, size: zip.fileSize });
  const register = new PathRegister();
  const entries: ZipEntry[] = [];
  let length = 0;
  let contentBytes = 0;
  for await (const record of zip.eachEntry()) {
    const entry = toEntry(record);
    const conflict = register.add(entry.path);
    if (conflict) throw mismatch(entry.path, conflict);
    length += 46 + record.fileNameLength + record.extraFieldLength + record.fileCommentLength;
    if (length > limits.directoryBytes) throw damaged('its directory is too long');
    contentBytes += entry.size;
    entries.push(entry);
  }
  checkLimits({ entries: entries.length, contentBytes, size: zip.fileSize });
  return { zip, entries, length };
}

function toEntry(record: Entry): ZipEntry {
  const path = record.fileName;
  const problem = pathProblem(path);
  if (problem) throw mismatch(path, problem);
  if (!record.fileNameRaw.equals(Buffer.from(path)))
    throw mismatch(path, 'has a name that is not plain UTF-8');
  if (record.generalPurposeBitFlag & encrypted) throw mismatch(path, 'is encrypted');
  if (record.compressionMethod !== 0 && record.compressionMethod !== 8)
    throw mismatch(path, 'uses an unsupported compression method');
  if (!Number.isSafeInteger(record.uncompressedSize) || !Number.isSafeInteger(record.compressedSize))
    throw mismatch(path, 'declares an invalid size');
  if (record.uncompressedSize > (record.compressedSize + 1) * limits.entryRatio)
    throw mismatch(path, 'declares a size larger than its data');
  return { path, mode: modeOf(record), size: record.uncompressedSize, crc32: record.crc32, record };
}

function modeOf(record: Entry): number {
  if (record.versionMadeBy >>> 8 !== unix) return 0o644;
  const mode = record.externalFileAttributes >>> 16;
  const type = mode & typeMask;
  if (type !== regularFile && type !== 0) throw mismatch(record.fileName, 'is not a regular file');
  return mode & 0o7777;
}

/** In words of ours, unless it is ours already, or reports the disk that a sink writes to. */
function toUserFacingError(error: unknown): unknown {
  if (error instanceof ArchiveError || !isNativeError(error) || 'syscall' in error) return error;
  return damaged(readable(error.message), error);
}

function readable(message: string): string {
  const [first] = message.split(/[.?](?:\s|$)/);
  return quoted(first ?? '').slice(1, -1);
}
