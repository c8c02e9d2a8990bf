import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { ArchiveError, errorCode } from '../errors';
import { quoted } from '../paths/printable';
import { identityOf } from '../reuse/file-identity';
import { refuseSpecial } from './refusals';

const chunkBytes = 2 ** 20;
const ownerMayExecute = 0o100n;

/**
 * A file to pack, open for reading. Its calls are synchronous: for small files they cost a fifth of the asynchronous
 * ones, and whoever packs many does so on a thread of its own.
 */
export class SourceContent {
  private constructor(
    private readonly file: string,
    private readonly descriptor: number,
    private readonly before: BigIntStats,
    private readonly givenMode?: 0o644 | 0o755,
  ) {}

  /**
   * @param found the file, which is no symlink, and its status: it is asked about before it is opened, because to open
   *   a device may do something. Whether that is the file which was opened is found out when it has been read
   * @param mode where the disk does not keep it
   * @throws {ArchiveError} when it is not a regular file, or cannot be read.
   */
  static open(
    { real: file, status: found }: { real: string; status: BigIntStats },
    mode?: 0o644 | 0o755,
  ): SourceContent {
    return readable(file, () => {
      refuseSpecial(file, found);
      const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
      return new SourceContent(file, descriptor, found, mode);
    });
  }

  get mode(): 0o644 | 0o755 {
    return this.givenMode ?? (this.before.mode & ownerMayExecute ? 0o755 : 0o644);
  }

  /** What tells whether it is the same file still. */
  get identity(): Uint8Array {
    return identityOf(this.before);
  }

  /** In bytes, when it was opened. */
  get size(): number {
    return Number(this.before.size);
  }

  /**
   * All of it, at the start of `buffer`, which must be long enough.
   * @throws {ArchiveError} when the file changes while it is read.
   */
  readInto(buffer: Buffer): Buffer {
    const length = this.fill(buffer.subarray(0, this.size), 0);
    this.refuseChanged(length);
    return buffer.subarray(0, length);
  }

  /**
   * All of it, in chunks of one size but for the last. In `buffer`, where it is given, each replaces the one before.
   * @throws {ArchiveError} when it changes in the meantime.
   */
  *read(buffer?: Buffer): Generator<Buffer> {
    for (let at = 0; ;) {
      const chunk = buffer ?? Buffer.allocUnsafe(chunkBytes);
      const length = this.fill(chunk, at);
      at += length;
      // A file that someone writes to without end would be read without end.
      if (at > this.size) this.refuse();
      if (length > 0) yield chunk.subarray(0, length);
      if (length === chunk.length) continue;
      return this.refuseChanged(at);
    }
  }

  /** Some bytes, fewer at the end of the file. */
  readSome(at: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafe(length);
    return buffer.subarray(0, this.fill(buffer, at));
  }

  /** @throws {ArchiveError} always: it is not what it was. */
  refuse(): never {
    throw new ArchiveError(
      `${quoted(this.file)} changed while it was being packed.`,
      'Wait until the build has finished, then package again.',
    );
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private fill(buffer: Buffer, position: number): number {
    return readable(this.file, () => {
      let filled = 0;
      while (filled < buffer.length) {
        const count = readSync(this.descriptor, buffer, filled, buffer.length - filled, position + filled);
        if (count === 0) break;
        filled += count;
      }
      return filled;
    });
  }

  private refuseChanged(read: number): void {
    const { before } = this;
    const after = fstatSync(this.descriptor, { bigint: true });
    if (
      read !== this.size ||
      after.size !== before.size ||
      after.mtimeNs !== before.mtimeNs ||
      after.ino !== before.ino ||
      after.dev !== before.dev
    )
      this.refuse();
  }
}

function readable<T>(file: string, reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    const code = errorCode(error);
    if (error instanceof ArchiveError || code === undefined) throw error;
    throw new ArchiveError(
      `${quoted(file)} cannot be read (${code}).`,
      'Allow this user to read it, or exclude it with "ignore".',
      { cause: error },
    );
  }
}
