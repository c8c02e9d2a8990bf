import { createHash, hash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import { compressed, deflateOptions, shrinks } from './compress';
import { isLfsPointer } from './lfs-pointer';
import type { PackedFile } from './packed-file';
import { fullBytes, type PackedPart, type PackMemory, PartBuilder, wholeBytes } from './part-builder';
import { InsideResolver, refuseEnvironmentFile } from './refusals';
import { SecretScanner } from './secret-scanner';
import { SourceContent } from './source-content';
import { dataDescriptor, localHeader, type ZipRecord } from './zip-records';

/** A file to pack. `maySecrets`: it is neither searched for secrets nor refused as an environment file. */
export interface PackItem {
  path: string;
  file: string;
  /** Where the disk does not keep it. */
  mode?: 0o644 | 0o755;
  maySecrets: boolean;
}

/** Files to pack one after the other; `root` is the real path of the workspace root. */
export interface PackBatch {
  root: string;
  items: readonly PackItem[];
}

/** A file in the zip, before it is told what it was packed from. */
type PackedContent = Omit<PackedFile, 'source'>;

/**
 * Packs files in order. The bytes of a part are its taker's until the next one is asked for, or, where they were
 * transferred, until their memory is given back.
 * @throws {ArchiveError} at the first file that may not be packed, is not there, or changes in the meantime.
 */
export async function* packFiles({ root, items }: PackBatch, memory: PackMemory): AsyncGenerator<PackedPart> {
  const part = new PartBuilder(memory);
  const inside = new InsideResolver(root);
  try {
    for (const { path, file, mode, maySecrets } of items) {
      if (!part.isBegun) await part.begin();
      const found = inside.find(file);
      if (!maySecrets) refuseEnvironmentFile(path, found.real);
      const content = SourceContent.open(found, mode);
      const scanner = maySecrets
        ? undefined
        : new SecretScanner(path, (finding) => part.findings.push(finding));
      let isPointer = false;
      try {
        let packed: PackedContent;
        if (content.size <= wholeBytes) {
          const bytes = content.readInto(memory.input);
          if (scanner?.mayFind(bytes)) await scanner.scanWhole(bytes);
          isPointer = isLfsPointer(bytes);
          packed = packWhole(part, path, content.mode, bytes);
        } else packed = yield* packInPieces(part, path, content, scanner, memory.input);
        const { identity } = content;
        part.files.add({
          ...packed,
          source: { identity, givenMode: mode, isSearched: !maySecrets, isPointer },
        });
      } finally {
        content.close();
      }
      if (part.length >= fullBytes) yield part.take();
    }
    if (!part.isEmpty) yield part.take();
  } finally {
    part.discard();
  }
}

function packWhole(part: PartBuilder, path: string, mode: 0o644 | 0o755, content: Buffer): PackedContent {
  const { header, body, packed } = packedContent(path, mode, content);
  part.add(header, body);
  return { ...packed, sha256: hash('sha256', content) };
}

/** A file whose content is in memory, as it stands in the zip. */
export function packedContent(
  path: string,
  mode: 0o644 | 0o755,
  content: Buffer,
): { header: Buffer; body: Buffer; packed: Omit<PackedContent, 'sha256'> } {
  const body = compressed(content);
  const record: ZipRecord = {
    path,
    mode,
    method: body === content ? 0 : 8,
    crc32: crc32(content),
    size: content.length,
    compressedSize: body.length,
    hasDescriptor: false,
  };
  const header = localHeader(record);
  return { header, body, packed: { record, length: header.length + body.length } };
}

/** Bytes. Up to so many, pieces are compressed together: as a stream, they take half as long again. */
const joinedUpTo = 4 * 2 ** 20;

/** The same of content that comes in pieces, and that Deflate makes shorter where it is longer than `joinedUpTo`. */
export async function packedPieces(
  path: string,
  mode: 0o644 | 0o755,
  pieces: Iterable<Buffer>,
): Promise<{ header: Buffer; bodies: Buffer[]; packed: Omit<PackedContent, 'sha256'> }> {
  const content = { size: 0, crc32: 0 };
  const first: Buffer[] = [];
  const rest = measured(pieces, content);
  while (content.size <= joinedUpTo) {
    const next = rest.next();
    if (!next.done) first.push(next.value);
    else {
      const { header, body, packed } = packedContent(path, mode, Buffer.concat(first));
      return { header, bodies: [body], packed };
    }
  }
  const bodies: Buffer[] = [];
  for await (const body of deflated(inOrder(first.splice(0), rest))) bodies.push(body);
  const compressedSize = bodies.reduce((sum, { length }) => sum + length, 0);
  const record: ZipRecord = { path, mode, method: 8, ...content, compressedSize, hasDescriptor: false };
  const header = localHeader(record);
  return { header, bodies, packed: { record, length: header.length + compressedSize } };
}

function* measured(pieces: Iterable<Buffer>, content: { size: number; crc32: number }): Generator<Buffer> {
  for (const piece of pieces) {
    content.size += piece.length;
    content.crc32 = crc32(piece, content.crc32);
    yield piece;
  }
}

function* inOrder<T>(...all: Iterable<T>[]): Generator<T> {
  for (const one of all) yield* one;
}

function deflated(content: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const deflate = createDeflateRaw({ ...deflateOptions, chunkSize: 256 * 1024 });
  // A failure of the reading comes out of the deflating, too.
  pipeline(Readable.from(content), deflate, () => undefined);
  return deflate as AsyncIterable<Buffer>;
}

async function* packInPieces(
  part: PartBuilder,
  path: string,
  source: SourceContent,
  scanner: SecretScanner | undefined,
  buffer: Buffer,
): AsyncGenerator<PackedPart, PackedContent> {
  const isDeflated = shrinks(source.size, (at, length) => source.readSome(at, length));
  return yield* isDeflated
    ? deflateInPieces(part, path, source, scanner)
    : storeInPieces(part, path, source, scanner, buffer);
}

/** Reads a file through, once. */
class ContentMeter {
  crc32 = 0;
  private readonly hash = createHash('sha256');

  constructor(private readonly scanner: SecretScanner | undefined) {}

  async *through(chunks: Iterable<Buffer>): AsyncGenerator<Buffer> {
    for (const chunk of chunks) {
      this.hash.update(chunk);
      this.crc32 = crc32(chunk, this.crc32);
      await this.scanner?.push(chunk);
      yield chunk;
    }
    await this.scanner?.end();
  }

  sha256(): string {
    return this.hash.digest('hex');
  }
}

/**
 * Reads the file twice: what is stored has its CRC-32 before it, because tools that read a zip from front to back
 * cannot find the end of stored content without.
 */
async function* storeInPieces(
  part: PartBuilder,
  path: string,
  source: SourceContent,
  scanner: SecretScanner | undefined,
  buffer: Buffer,
): AsyncGenerator<PackedPart, PackedContent> {
  const meter = new ContentMeter(scanner);
  for await (const chunk of meter.through(source.read(buffer))) void chunk;
  const { size } = source;
  const record: ZipRecord = {
    path,
    mode: source.mode,
    method: 0,
    crc32: meter.crc32,
    size,
    compressedSize: size,
    hasDescriptor: false,
  };
  const header = localHeader(record);
  part.add(header);
  let again = 0;
  for (const chunk of source.read(buffer)) {
    again = crc32(chunk, again);
    part.add(chunk);
    yield part.take();
    await part.begin();
  }
  if (again !== meter.crc32) source.refuse();
  return { record, sha256: meter.sha256(), length: header.length + size };
}

async function* deflateInPieces(
  part: PartBuilder,
  path: string,
  source: SourceContent,
  scanner: SecretScanner | undefined,
): AsyncGenerator<PackedPart, PackedContent> {
  const meter = new ContentMeter(scanner);
  const record: ZipRecord = {
    path,
    mode: source.mode,
    method: 8,
    crc32: 0,
    size: source.size,
    compressedSize: 0,
    hasDescriptor: true,
  };
  const header = localHeader(record);
  part.add(header);
  for await (const piece of deflated(meter.through(source.read()))) {
    record.compressedSize += piece.length;
    part.add(piece);
    if (part.length < fullBytes) continue;
    yield part.take();
    await part.begin();
  }
  record.crc32 = meter.crc32;
  const descriptor = dataDescriptor(record);
  part.add(descriptor);
  const length = header.length + record.compressedSize + descriptor.length;
  return { record, sha256: meter.sha256(), length };
}
