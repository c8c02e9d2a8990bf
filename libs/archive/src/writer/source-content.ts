import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { ArchiveError } from '../errors';
import type { ManifestEntry } from '../manifest/manifest';
import { quoted } from '../paths/printable';
import { refuseSpecial } from './refusals';

const chunkBytes = 64 * 1024;
const ownerMayExecute = 0o100n;

/** Sees the bytes on their way into the archive. */
export interface Inspector {
  push(chunk: Buffer): Promise<void>;
  end(): Promise<void>;
}

/** A file that is read once: what is hashed and inspected is what is packed. */
export class SourceContent {
  private readonly hash = createHash('sha256');
  private size = 0;
  private ended = false;

  private constructor(
    private readonly file: string,
    private readonly handle: FileHandle,
    private readonly before: Awaited<ReturnType<typeof status>>,
  ) {}

  /** @throws {ArchiveError} when it is not a regular file. */
  static async open(file: string): Promise<SourceContent> {
    // Asked before it is opened, because to open a device may do something.
    refuseSpecial(file, await stat(file));
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const before = await status(handle);
    try {
      refuseSpecial(file, before);
    } catch (error) {
      await handle.close();
      throw error;
    }
    return new SourceContent(file, handle, before);
  }

  get mode(): 0o644 | 0o755 {
    return this.before.mode & ownerMayExecute ? 0o755 : 0o644;
  }

  /**
   * The bytes, in chunks of one size but for the last, so that zlib sees the same calls for the same content.
   * @throws {ArchiveError} when the file changes while it is read.
   */
  async *read(inspector?: Inspector): AsyncGenerator<Buffer> {
    for (let chunk = await this.next(); chunk.length > 0; chunk = await this.next()) {
      this.hash.update(chunk);
      this.size += chunk.length;
      await inspector?.push(chunk);
      yield chunk;
    }
    await inspector?.end();
    await this.refuseChanged();
  }

  /** What was read; to be asked when `read` has ended. */
  facts(path: string): ManifestEntry {
    return { path, mode: this.mode, size: this.size, sha256: this.hash.digest('hex') };
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  private async next(): Promise<Buffer> {
    if (this.ended) return Buffer.alloc(0);
    const left = Number(this.before.size) - this.size;
    // One byte more than is left, so that a file that grows is noticed.
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(0, left) + 1));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await this.handle.read(
        buffer,
        filled,
        buffer.length - filled,
        this.size + filled,
      );
      this.ended = bytesRead === 0;
      if (this.ended) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }

  private async refuseChanged(): Promise<void> {
    const after = await status(this.handle);
    if (
      BigInt(this.size) === this.before.size &&
      after.size === this.before.size &&
      after.mtimeNs === this.before.mtimeNs
    )
      return;
    throw new ArchiveError(
      `${quoted(this.file)} changed while it was packed.`,
      'Let the build end before packaging, and package again.',
    );
  }
}

function status(handle: FileHandle) {
  return handle.stat({ bigint: true });
}
