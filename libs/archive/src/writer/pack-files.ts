import { createHash, hash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { constants, crc32, createDeflateRaw, deflateRawSync } from 'node:zlib';
import { InsideResolver, refuseEnvironmentFile } from './refusals';
import { type SecretFinding, SecretScanner } from './secret-scanner';
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

/** What became of a file: `length` is how many bytes of the zip it takes, headers included; `sha256` its content's. */
export interface PackedFile {
  record: ZipRecord;
  sha256: string;
  length: number;
}

/** Bytes of the zip, and the files that end in them. */
export interface PackedPart {
  bytes: Uint8Array;
  files: PackedFile[];
  findings: SecretFinding[];
}

/** Bytes. A file up to this size is read and compressed in one piece, a longer one in pieces of this size. */
export const wholeBytes = 2 ** 20;

/** zlib's own default; one higher takes twice as long for half a percent. */
const level = 6;
/** A larger window of symbols: a tenth faster on bundles, and never longer. */
const memLevel = 9;
/** Bytes. Smaller content only grows by Deflate, and to set that up is most of what a small file costs. */
const compressedFrom = 64;

/** Of each so many bytes, so many are tried before all are compressed. */
const sampledOf = 32 * 1024;
const sampleBytes = 4096;
/** Bytes. Below, to try costs more than it saves. */
const sampledFrom = 8 * 1024;
const mostSamples = 64;

/**
 * Packs files in order. A part is under two MiB, or one whole file of at most one.
 * @throws {ArchiveError} at the first file that may not be packed, is not there, or changes meanwhile.
 */
export async function* packFiles({ root, items }: PackBatch): AsyncGenerator<PackedPart> {
  const part = new PartBuilder();
  const inside = new InsideResolver(root);
  const buffer = Buffer.allocUnsafe(wholeBytes);
  for (const { path, file, mode, maySecrets } of items) {
    const real = inside.resolve(file);
    if (!maySecrets) refuseEnvironmentFile(path, real);
    const content = SourceContent.open(real, mode);
    try {
      const scanner = maySecrets
        ? undefined
        : new SecretScanner(path, (finding) => part.findings.push(finding));
      if (content.size <= wholeBytes) await packWhole(part, path, content, scanner, buffer);
      else
        for await (const full of packInPieces(part, path, content, scanner)) {
          yield full.take();
        }
    } finally {
      content.close();
    }
    if (part.length >= wholeBytes) yield part.take();
  }
  if (!part.isEmpty) yield part.take();
}

/** Gathers bytes until they are worth a write. */
class PartBuilder {
  files: PackedFile[] = [];
  findings: SecretFinding[] = [];
  length = 0;
  private pieces: Uint8Array[] = [];

  /** A file may end where the bytes before it were taken already. */
  get isEmpty(): boolean {
    return this.length === 0 && this.files.length === 0 && this.findings.length === 0;
  }

  add(...pieces: Uint8Array[]): void {
    for (const piece of pieces) this.length += piece.length;
    this.pieces.push(...pieces);
  }

  /** All that was gathered, in memory of its own, so that it can be handed to another thread. */
  take(): PackedPart {
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const piece of this.pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    const part = { bytes, files: this.files, findings: this.findings };
    this.files = [];
    this.findings = [];
    this.pieces = [];
    this.length = 0;
    return part;
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
  // The next file is read into the same memory.
  part.add(...file.pieces.map((piece) => (piece === content ? Buffer.from(piece) : piece)));
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

/** The content itself where Deflate does not make it shorter. */
function compressed(content: Buffer): Buffer {
  if (content.length < compressedFrom) return content;
  if (content.length >= sampledFrom) {
    if (!shrinks(content.length, (at, length) => content.subarray(at, at + length))) return content;
  }
  // What comes out in one piece need not be put together.
  const deflated = deflateRawSync(content, { level, memLevel, chunkSize: content.length });
  return deflated.length < content.length ? deflated : content;
}

/** Tells by samples, spread evenly, whether content is worth compressing: images, fonts and archives are not. */
function shrinks(size: number, read: (at: number, length: number) => Buffer): boolean {
  const count = Math.min(mostSamples, Math.max(1, Math.round(size / sampledOf)));
  const step = size / count;
  const at = (index: number) => Math.floor((index + 0.5) * step - sampleBytes / 2);
  const samples = Buffer.concat(Array.from({ length: count }, (_, index) => read(at(index), sampleBytes)));
  return deflateRawSync(samples, { level, memLevel }).length < samples.length * 0.98;
}

async function* packInPieces(
  part: PartBuilder,
  path: string,
  source: SourceContent,
  scanner: SecretScanner | undefined,
): AsyncGenerator<PartBuilder> {
  const isDeflated = shrinks(source.size, (at, length) => source.readSome(at, length));
  yield* isDeflated
    ? deflateInPieces(part, path, source, scanner)
    : storeInPieces(part, path, source, scanner);
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
): AsyncGenerator<PartBuilder> {
  const meter = new ContentMeter(scanner);
  for await (const chunk of meter.through(source.read(wholeBytes))) void chunk;
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
  for (const chunk of source.read(wholeBytes)) {
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
  const deflate = createDeflateRaw({ level, memLevel, chunkSize: 256 * 1024, flush: constants.Z_NO_FLUSH });
  // A failure of the reading comes out of the deflating, too.
  pipeline(Readable.from(meter.through(source.read(wholeBytes))), deflate, () => undefined);
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
