import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { HashedStart } from '../reuse/packing-cache';
import { ByteList } from './byte-list';
import { directoryRecord, endRecords, type ZipRecord } from './zip-records';

export interface WrittenZip {
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
}

/** A file of the zip, and how many bytes it takes there, headers included. */
export interface ZipFile {
  record: ZipRecord;
  length: number;
}

/** One zip, written from front to back: the bytes of its files as they come, then its directory. */
export class ZipWriter {
  private size = 0;
  private readonly directory = new ByteList();
  private entries = 0;
  /** Bytes of the files that the directory has. */
  private listed = 0;

  private constructor(
    private readonly handle: FileHandle,
    private readonly hash: Hash,
    private readonly hashedUpTo: number,
  ) {}

  /**
   * Makes the file, which must not exist.
   * @param start of the first bytes that will be added, which were hashed already.
   */
  static async create(path: string, start?: HashedStart): Promise<ZipWriter> {
    return new ZipWriter(await open(path, 'wx'), start?.hash ?? createHash('sha256'), start?.length ?? 0);
  }

  /** Adds bytes of files. */
  async add(bytes: Uint8Array): Promise<void> {
    const writing = this.writeFully(bytes);
    // Hashed while the disk takes it.
    this.hash.update(bytes.subarray(Math.max(0, this.hashedUpTo - this.size)));
    this.size += bytes.length;
    await writing;
  }

  /** Lists a file in the directory: each once, in the order of their bytes. */
  list({ record, length }: ZipFile): void {
    this.directory.add(directoryRecord(record, this.listed));
    this.entries += 1;
    this.listed += length;
  }

  /** Writes the directory; the zip is complete when this resolves. */
  async finish(): Promise<WrittenZip> {
    const start = this.size;
    if (start !== this.listed) throw new Error('The declared file sizes differ from the content.');
    for (const block of this.directory.blocks()) await this.add(block);
    await this.add(endRecords(this.entries, start, this.size - start));
    await this.handle.close();
    return { size: this.size, sha256: this.hash.digest('hex') };
  }

  /** Gives up: closes the file, for the caller to remove. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
  }

  private async writeFully(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) at += (await this.handle.write(bytes, at)).bytesWritten;
  }
}
