import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { LocalFileHeader } from 'yauzl';
import { limits } from '../limits';
import { decodeManifest, type Manifest, manifestName } from '../manifest/manifest';
import { damaged, mismatch } from './damage';
import type { ZipDirectory, ZipEntry } from './zip-directory';

const descriptorFollows = 8;
/** With or without its signature, with sizes of 4 or 8 bytes. */
const descriptorLengths = [12, 16, 20, 24];

/** What a file's bytes turned out to be. */
export interface ContentFacts {
  sha256: string;
  /** Where the compressed bytes begin and end in the zip. */
  start: number;
  end: number;
}

/**
 * Reads one file through, checking its local header, size and CRC-32 against the directory; `sink` gets the bytes.
 * @throws {ArchiveError} at the first difference.
 */
export async function readContent(
  { zip }: ZipDirectory,
  entry: ZipEntry,
  sink?: (chunk: Buffer) => Promise<unknown> | void,
): Promise<ContentFacts> {
  const local = await zip.readLocalFileHeaderPromise(entry.record);
  checkLocalHeader(entry, local as LocalFileHeader);
  const hash = createHash('sha256');
  let sum = 0;
  const stream: Readable = await zip.openReadStreamPromise(entry.record);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      hash.update(chunk);
      sum = crc32(chunk, sum);
      await sink?.(chunk);
    }
  } finally {
    stream.destroy();
  }
  if (sum !== entry.crc32) throw mismatch(entry.path, 'does not have the CRC-32 that the directory gives it');
  const start = entry.record.relativeOffsetOfLocalHeader;
  return { sha256: hash.digest('hex'), start, end: local.fileDataStart + entry.record.compressedSize };
}

/** Tools that read a zip from front to back trust local headers: these must say what the directory says. */
function checkLocalHeader(entry: ZipEntry, local: LocalFileHeader): void {
  const { record } = entry;
  if (!local.fileName.equals(record.fileNameRaw))
    throw mismatch(entry.path, 'has another name in its local header');
  if (
    local.compressionMethod !== record.compressionMethod ||
    local.generalPurposeBitFlag !== record.generalPurposeBitFlag
  )
    throw mismatch(entry.path, 'has other flags in its local header');
  if (local.generalPurposeBitFlag & descriptorFollows) return;
  if (local.crc32 !== record.crc32 || !sameSizes(entry, local))
    throw mismatch(entry.path, 'has another size or CRC-32 in its local header');
}

function sameSizes({ record }: ZipEntry, local: LocalFileHeader): boolean {
  const elsewhere = 0xffffffff;
  return (
    [record.uncompressedSize, elsewhere].includes(local.uncompressedSize) &&
    [record.compressedSize, elsewhere].includes(local.compressedSize)
  );
}

/** @throws {ArchiveError} when there is no manifest, or it cannot be used. */
export async function readManifestOf(
  directory: ZipDirectory,
): Promise<{ manifest: Manifest; facts: ContentFacts }> {
  const entry = directory.entries.find(({ path }) => path === manifestName);
  if (!entry) throw damaged(`it has no ${manifestName}, so it is not an archive of Sluice`);
  if (entry.size > limits.manifestBytes) throw damaged('its manifest is too long');
  const chunks: Buffer[] = [];
  const facts = await readContent(directory, entry, (chunk) => void chunks.push(chunk));
  return { manifest: decodeManifest(Buffer.concat(chunks)), facts };
}

/**
 * The zip is its files, one after the other, and its directory: no byte is hidden before, between or behind them.
 * @throws {ArchiveError} when there is.
 */
export function checkLayout(directory: ZipDirectory, contents: ReadonlyMap<ZipEntry, ContentFacts>): void {
  const { zip, length } = directory;
  let at = 0;
  const inOrder = [...contents].sort(([, left], [, right]) => left.start - right.start);
  for (const [index, [entry, { start, end }]] of inOrder.entries()) {
    if (start !== at)
      throw mismatch(entry.path, 'overlaps another file, or follows bytes that belong to no file');
    const next = inOrder[index + 1]?.[1].start ?? endOfContent(zip.fileSize, length, end);
    const withDescriptor = entry.record.generalPurposeBitFlag & descriptorFollows;
    if (!(withDescriptor ? descriptorLengths : [0]).includes(next - end))
      throw mismatch(entry.path, 'is followed by bytes that belong to no file');
    at = next;
  }
}

/** Where the directory begins, when an end record without a comment and with or without its zip64 part follows it. */
function endOfContent(size: number, directoryLength: number, lastEnd: number): number {
  const plain = size - 22 - directoryLength;
  const zip64 = plain - 20 - 56;
  return zip64 - lastEnd >= 0 && descriptorLengths.concat(0).includes(zip64 - lastEnd) ? zip64 : plain;
}
