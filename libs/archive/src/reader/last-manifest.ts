import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { limits } from '../limits';
import { decodeManifest, type Manifest, manifestName } from '../manifest/manifest';
import type { RangeSource } from './range-source';

const inflate = promisify(inflateRaw);
/** Bytes of the end record without a comment, and of fixed parts of the headers (APPNOTE.TXT 4.3.16, 4.3.12, 4.3.7). */
const endLength = 22;
const localLength = 30;
const recordLength = 46 + Buffer.byteLength(manifestName);

/**
 * The manifest where our writer puts it: last in the zip and in its directory. Two short reads, however many files there
 * are. For a zip whose bytes are known to be our own.
 * @returns nothing where it lies elsewhere, as in a zip of another writer, or at more than 4 GiB.
 * @throws {ArchiveError} when it is no manifest.
 */
export async function readLastManifest(source: RangeSource): Promise<Manifest | undefined> {
  const { size } = source;
  if (size < endLength + recordLength) return undefined;
  const tail = Buffer.from(await source.read(size - endLength - recordLength, size));
  const end = tail.subarray(recordLength);
  const isOurs =
    tail.readUInt32LE(0) === 0x02014b50 &&
    tail.subarray(46, recordLength).toString() === manifestName &&
    end.readUInt32LE(0) === 0x06054b50;
  if (!isOurs) return undefined;
  const [method, crc, compressed] = [tail.readUInt16LE(10), tail.readUInt32LE(16), tail.readUInt32LE(20)];
  const [length, offset, directory] = [tail.readUInt32LE(24), tail.readUInt32LE(42), end.readUInt32LE(16)];
  if (length > limits.manifestBytes || offset >= directory || directory > size) return undefined;
  const local = Buffer.from(await source.read(offset, directory));
  if (local.length < localLength || local.readUInt32LE(0) !== 0x04034b50) return undefined;
  const start = localLength + local.readUInt16LE(26) + local.readUInt16LE(28);
  const content = local.subarray(start, start + compressed);
  const bytes = method === 0 ? content : await inflate(content, { maxOutputLength: limits.manifestBytes });
  return bytes.length === length && crc32(bytes) === crc ? decodeManifest(bytes) : undefined;
}
