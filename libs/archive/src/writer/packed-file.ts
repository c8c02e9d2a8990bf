import type { ZipRecord } from './zip-records';

/** What became of a file: `length` is how many bytes of the zip it takes, headers included; `sha256` its content's. */
export interface PackedFile {
  record: ZipRecord;
  sha256: string;
  length: number;
  source: PackedSource;
}

/** What a file was when it was read. */
export interface PackedSource {
  /** As `identityOf` tells it. */
  identity: Uint8Array;
  /** The mode that the item gave. */
  givenMode?: 0o644 | 0o755;
  /** Whether it was searched for secrets. */
  isSearched: boolean;
  /** Whether it is a pointer of Git LFS in place of a file. */
  isPointer: boolean;
}

export const identityBytes = 40;

/**
 * Packed files as bytes, one after the other: so they cross from one thread to another, and so they are kept in the
 * cache. As objects they would be copied one by one, and take five times the memory. Little-endian, at these offsets:
 */
const at = {
  pathLength: 0,
  flags: 4,
  crc32: 8,
  size: 16,
  compressedSize: 24,
  length: 32,
  sha256: 40,
  identity: 72,
  path: 72 + identityBytes,
} as const;

const flag = {
  isExecutable: 1,
  isDeflated: 2,
  hasDescriptor: 4,
  isGivenPlain: 8,
  isGivenExecutable: 16,
  isSearched: 32,
  isPointer: 64,
} as const;

/** Encodes files one by one: what is kept of them until a part is full would otherwise outlive V8's young objects. */
export class FileEncoder {
  count = 0;
  private bytes = Buffer.allocUnsafeSlow(16 * 1024);
  private length = 0;

  add(file: PackedFile): void {
    const pathLength = Buffer.byteLength(file.record.path);
    const end = this.length + at.path + pathLength;
    if (end > this.bytes.length)
      this.bytes = Buffer.concat([this.bytes], Math.max(end, 2 * this.bytes.length));
    encodeFile(this.bytes.subarray(this.length, end), file, pathLength);
    this.length = end;
    this.count += 1;
  }

  /** What was added, in memory of its own; it is empty from here on. */
  take(): Uint8Array {
    const taken = Uint8Array.prototype.slice.call(this.bytes, 0, this.length);
    this.length = 0;
    this.count = 0;
    return taken;
  }
}

function encodeFile(bytes: Buffer, { record, sha256, length, source }: PackedFile, pathLength: number): void {
  bytes.writeUInt32LE(pathLength, at.pathLength);
  bytes.writeUInt32LE(
    (record.mode === 0o755 ? flag.isExecutable : 0) |
      (record.method === 8 ? flag.isDeflated : 0) |
      (record.hasDescriptor ? flag.hasDescriptor : 0) |
      (source.givenMode === 0o644 ? flag.isGivenPlain : 0) |
      (source.givenMode === 0o755 ? flag.isGivenExecutable : 0) |
      (source.isSearched ? flag.isSearched : 0) |
      (source.isPointer ? flag.isPointer : 0),
    at.flags,
  );
  bytes.writeUInt32LE(record.crc32, at.crc32);
  bytes.writeDoubleLE(record.size, at.size);
  bytes.writeDoubleLE(record.compressedSize, at.compressedSize);
  bytes.writeDoubleLE(length, at.length);
  bytes.write(sha256, at.sha256, 'hex');
  bytes.set(source.identity, at.identity);
  bytes.write(record.path, at.path);
}

/** The files that FileEncoder wrote, as they are asked for: each is gone when the next one is. */
export function* filesOf(bytes: Uint8Array): Generator<FileCursor> {
  const cursor = new FileCursor(bytes);
  for (; !cursor.isAtEnd; cursor.advance()) yield cursor;
}

/** Walks through encoded files, and reads of each what is asked for. */
export class FileCursor {
  /** Where the file begins in the bytes. */
  start = 0;
  private readonly bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.start >= this.bytes.length;
  }

  get end(): number {
    return this.start + at.path + this.bytes.readUInt32LE(this.start + at.pathLength);
  }

  get path(): string {
    return this.bytes.toString('utf8', this.start + at.path, this.end);
  }

  /** Bytes of the zip. */
  get length(): number {
    return this.bytes.readDoubleLE(this.start + at.length);
  }

  /** Whether this file was the same, by its `identity`, when it was read. */
  hasIdentity(identity: Uint8Array): boolean {
    const from = this.start + at.identity;
    return this.bytes.compare(identity, 0, identityBytes, from, from + identityBytes) === 0;
  }

  get givenMode(): 0o644 | 0o755 | undefined {
    if (this.flags & flag.isGivenPlain) return 0o644;
    return this.flags & flag.isGivenExecutable ? 0o755 : undefined;
  }

  get isSearched(): boolean {
    return (this.flags & flag.isSearched) !== 0;
  }

  get isPointer(): boolean {
    return (this.flags & flag.isPointer) !== 0;
  }

  /** Hex. */
  get sha256(): string {
    return this.bytes.toString('hex', this.start + at.sha256, this.start + at.identity);
  }

  get record(): ZipRecord {
    const { bytes, start, flags } = this;
    return {
      path: this.path,
      mode: flags & flag.isExecutable ? 0o755 : 0o644,
      method: flags & flag.isDeflated ? 8 : 0,
      crc32: bytes.readUInt32LE(start + at.crc32),
      size: bytes.readDoubleLE(start + at.size),
      compressedSize: bytes.readDoubleLE(start + at.compressedSize),
      hasDescriptor: (flags & flag.hasDescriptor) !== 0,
    };
  }

  /** To the next file. */
  advance(): void {
    this.start = this.end;
  }

  private get flags(): number {
    return this.bytes.readUInt32LE(this.start + at.flags);
  }
}
