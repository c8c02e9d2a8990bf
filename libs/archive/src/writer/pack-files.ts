import { createHash, hash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import { compressed, deflateOptions, shrinks } from './compress';
import { type PackedFile, type PackedPart, type PackMemory, PartBuilder, wholeBytes } from './part-builder';
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

/**
 * Packs files in order. The bytes of a part are its taker's until the next one is asked for, or, where they were
 * transferred, until their memory is given back.
 * @throws {ArchiveError} at the first file that may not be packed, is not there, or changes meanwhile.
 */
export async function* packFiles({ root, items }: PackBatch, memory: PackMemory): AsyncGenerator<PackedPart> {
  const part = new PartBuilder(memory);
  const inside = new InsideResolver(root);
  try {
    for (const { path, file, mode, maySecrets } of items) {
      await part.begin();
      const found = inside.find(file);
      if (!maySecrets) refuseEnvironmentFile(path, found.real);
      const content = SourceContent.open(found, mode);
      try {
        const scanner = maySecrets
          ? undefined
          : new SecretScanner(path, (finding) => part.findings.push(finding));
        if (content.size <= wholeBytes) await packWhole(part, path, content, scanner, memory.input);
        else
          for await (const full of packInPieces(part, path, content, scanner, memory.input)) {
            yield full.take();
            await part.begin();
          }
      } finally {
        content.close();
      }
      const identity = content.identity;
      part.files.at(-1)!.source = { identity, givenMode: mode, isSearched: !maySecrets };
      if (part.length >= wholeBytes) yield part.take();
    }
    if (!part.isEmpty) yield part.take();
  } finally {
    part.discard();
  }
}

async function packWhole(
  part: PartBuilder,
  path: string,
  source: SourceContent,
  scanner: SecretScanner | undefined,
  buffer: Buffer,
): Promise<void> {
  const content = source.readInto(buffer);
  const sha256 = hash('sha256', content);
  await scanner?.push(content);
  await scanner?.end();
  const file = packedContent(path, source.mode, content, sha256);
  part.add(...file.pieces);
  part.files.push(file.packed);
}

/** A file whose content is in memory, as it stands in the zip. */
export function packedContent(
  path: string,
  mode: 0o644 | 0o755,
  content: Buffer,
  sha256: string,
): { pieces: Uint8Array[]; packed: PackedFile } {
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
  return { pieces: [header, body], packed: { record, sha256, length: header.length + body.length } };
}

async function* packInPieces(
  part: PartBuilder,
  path: string,
  source: SourceContent,
  scanner: SecretScanner | undefined,
  buffer: Buffer,
): AsyncGenerator<PartBuilder> {
  const isDeflated = shrinks(source.size, (at, length) => source.readSome(at, length));
  yield* isDeflated
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
): AsyncGenerator<PartBuilder> {
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
    yield part;
  }
  if (again !== meter.crc32) source.refuse();
  part.files.push({ record, sha256: meter.sha256(), length: header.length + size });
}

async function* deflateInPieces(
  part: PartBuilder,
  path: string,
  source: SourceContent,
  scanner: SecretScanner | undefined,
): AsyncGenerator<PartBuilder> {
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
  const deflate = createDeflateRaw({ ...deflateOptions, chunkSize: 256 * 1024 });
  // A failure of the reading comes out of the deflating, too.
  pipeline(Readable.from(meter.through(source.read())), deflate, () => undefined);
  for await (const piece of deflate as AsyncIterable<Buffer>) {
    record.compressedSize += piece.length;
    part.add(piece);
    if (part.length >= wholeBytes) yield part;
  }
  record.crc32 = meter.crc32;
  const descriptor = dataDescriptor(record);
  part.add(descriptor);
  const length = header.length + record.compressedSize + descriptor.length;
  part.files.push({ record, sha256: meter.sha256(), length });
}
