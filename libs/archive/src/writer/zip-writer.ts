import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { directoryRecord, endRecords, type ZipRecord } from './zip-records';

export interface WrittenZip {
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
}

/** A file of the zip, and how many bytes it takes there, headers included. */
interface ZipFile {
  record: ZipRecord;
  length: number;
}

/** Bytes of the directory that are kept and written as one. */
const blockBytes = 64 * 1024;

/** One zip, written from front to back: the bytes of its files as they come, then its directory. */
export class ZipWriter {
  private readonly hash = createHash('sha256');
  private readonly directory = new Blocks();
  private entries = 0;
  private size = 0;
  /** Where the next file begins. */
  private offset = 0;

  private constructor(private readonly handle: FileHandle) {}

  /** Makes the file, which must not exist. */
  static async create(path: string): Promise<ZipWriter> {
    return new ZipWriter(await open(path, 'wx'));
  }

  /** Adds bytes, and the files that end in them: all that stands in the zip belongs to a file. */
  async add(bytes: Uint8Array, files: readonly ZipFile[]): Promise<void> {
    for (const { record, length } of files) {
      this.directory.add(directoryRecord(record, this.offset));
      this.entries += 1;
      this.offset += length;
    }
    await this.write(bytes);
  }

  /** Writes the directory; the file is whole and on the disk when this resolves. */
  async finish(): Promise<WrittenZip> {
    const start = this.size;
    if (start !== this.offset) throw new Error('The lengths of the files are not those of their bytes.');
    for (const block of this.directory.all()) await this.write(block);
    await this.write(endRecords(this.entries, start, this.size - start));
    await this.handle.sync();
    await this.handle.close();
    return { size: this.size, sha256: this.hash.digest('hex') };
  }

  /** Gives up: closes the file, for the caller to remove. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
  }

  private async write(bytes: Uint8Array): Promise<void> {
    const writing = this.writeFully(bytes);
    // Hashed while the disk takes it.
    this.hash.update(bytes);
    this.size += bytes.length;
    await writing;
  }

  private async writeFully(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) at += (await this.handle.write(bytes, at)).bytesWritten;
  }
}

/** Many small buffers, kept as few large ones: fifty thousand records take as much again as objects. */
class Blocks {
  private readonly full: Buffer[] = [];
  private pieces: Buffer[] = [];
  private length = 0;

  add(piece: Buffer): void {
    this.pieces.push(piece);
    this.length += piece.length;
    if (this.length >= blockBytes) this.close();
  }

  all(): readonly Buffer[] {
    this.close();
    return this.full;
  }

  private close(): void {
    this.full.push(Buffer.concat(this.pieces));
    this.pieces = [];
    this.length = 0;
  }
}
