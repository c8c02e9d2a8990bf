import { isUtf8 } from 'node:buffer';
import { checkLimits, limits } from '../limits';
import { pathProblem } from '../paths/archive-path';
import { PathRegister } from '../paths/path-register';
import type { RangeSource } from './range-source';

/** A file of an archive as its central directory tells it; `size` in bytes, uncompressed. */
export interface DirectoryEntry {
  path: string;
  mode: number;
  size: number;
  crc32: number;
}

/** As much as is read first of every archive: the longest end record, the longest comment, and a locator of zip64. */
const tailLength = 22 + 0xffff + 20;
/** Bytes of the end record without a comment, and of the fixed part of a record (APPNOTE.TXT 4.3.16 and 4.3.12). */
const [endLength, recordLength] = [22, 46];
const [utf8Name, utf8NameAndDescriptor] = [0x800, 0x808];
const regularFile = 0o100000;

/**
 * The directory of a zip in which all is as our writer writes it: no object is made of each record, which takes most of the
 * time otherwise. It only ever says yes: whatever is unusual is for the thorough reader to judge.
 * @returns in the order of the directory; nothing where anything is unusual.
 */
export async function readPlainDirectory(source: RangeSource): Promise<DirectoryEntry[] | undefined> {
  const { size } = source;
  if (size < endLength) return undefined;
  const tailStart = Math.max(0, size - tailLength);
  const tail = await bytesOf(source, tailStart, size);
  if (tail?.readUInt32LE(tail.length - endLength) !== 0x06054b50) return undefined;
  const end = tail.subarray(tail.length - endLength);
  const [count, length, offset] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  const isPlain =
    offset + length + endLength === size && end.readUInt32LE(4) === 0 && end.readUInt16LE(20) === 0;
  if (!isPlain || count === 0 || count !== end.readUInt16LE(8) || length > limits.directoryBytes)
    return undefined;
  const before = offset < tailStart ? await bytesOf(source, offset, tailStart) : Buffer.alloc(0);
  if (!before) return undefined;
  const rest = tail.subarray(Math.max(0, offset - tailStart), tail.length - endLength);
  return entriesOf(Buffer.concat([before, rest]), count, size);
}

function entriesOf(directory: Buffer, count: number, size: number): DirectoryEntry[] | undefined {
  const register = new PathRegister();
  const entries: DirectoryEntry[] = [];
  let contentBytes = 0;
  let at = 0;
  for (; entries.length < count;) {
    const entry = entryAt(directory, at);
    if (!entry || pathProblem(entry.path) || register.add(entry.path)) return undefined;
    contentBytes += entry.size;
    entries.push(entry);
    at += recordLength + directory.readUInt16LE(at + 28);
  }
  if (at !== directory.length) return undefined;
  checkLimits({ entries: count, contentBytes, size });
  return entries;
}

function entryAt(directory: Buffer, at: number): DirectoryEntry | undefined {
  const name = at + recordLength;
  if (name > directory.length || directory.readUInt32LE(at) !== 0x02014b50) return undefined;
  const flags = directory.readUInt16LE(at + 8);
  const method = directory.readUInt16LE(at + 10);
  const [compressed, size] = [directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 24)];
  const attributes = directory.readUInt16LE(at + 40);
  const rawName = directory.subarray(name, name + directory.readUInt16LE(at + 28));
  const isUsual =
    directory[at + 5] === 3 &&
    (flags === utf8Name || flags === utf8NameAndDescriptor) &&
    // No extra field, no comment, and on no other disk.
    directory.readUInt32LE(at + 30) === 0 &&
    directory.readUInt16LE(at + 34) === 0 &&
    (attributes & 0o170000) === regularFile &&
    (method === 8 ? size <= (compressed + 1) * limits.entryRatio : method === 0 && size === compressed) &&
    name + rawName.length <= directory.length &&
    directory.readUInt32LE(at + 42) < 0xffffffff &&
    isUtf8(rawName);
  if (!isUsual) return undefined;
  return {
    path: rawName.toString(),
    mode: attributes & 0o7777,
    size,
    crc32: directory.readUInt32LE(at + 16),
  };
}

/** Nothing where the source ends early. */
async function bytesOf(source: RangeSource, start: number, end: number): Promise<Buffer | undefined> {
  const { buffer, byteOffset, length } = await source.read(start, end);
  return length === end - start ? Buffer.from(buffer, byteOffset, length) : undefined;
}

/** The same source, of which nothing that was read is asked for again. */
export function remembered(source: RangeSource): RangeSource {
  const blocks: { start: number; bytes: Uint8Array }[] = [];
  return {
    size: source.size,
    read: async (start, end) => {
      const known = blocks.find((one) => one.start <= start && end <= one.start + one.bytes.length);
      if (known) return known.bytes.subarray(start - known.start, end - known.start);
      const bytes = await source.read(start, end);
      blocks.push({ start, bytes });
      return bytes;
    },
  };
}
