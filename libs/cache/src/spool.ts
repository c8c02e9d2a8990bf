import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { EntryFile } from './store';

const folderName = /^sluice-cache-(\d+)-/;

/** What the file system keeps free: a full disk would break the build. */
const spareBytes = 64 * 2 ** 20;

/** A body that must not be taken, such as one that is too large. */
export class SpoolError extends Error {
  override readonly name = 'SpoolError';
}

/**
 * Temporary files. An entry is on disk before anybody gets it, because its SHA-256 is known only after its last byte,
 * and so that memory does not grow with its size.
 */
export class Spool {
  private constructor(
    private readonly folder: string,
    private readonly mostBytes: number,
  ) {}

  /**
   * Also removes the folders of processes that were killed.
   * @param mostBytes of one entry
   */
  static async open(mostBytes: number, parent = tmpdir()): Promise<Spool> {
    mkdirSync(parent, { recursive: true });
    for (const name of readdirSync(parent)) {
      const pid = folderName.exec(name)?.[1];
      if (pid !== undefined && !isAlive(Number(pid))) removeIfOurs(join(parent, name));
    }
    return new Spool(await mkdtemp(join(parent, `sluice-cache-${process.pid}-`)), mostBytes);
  }

  /**
   * Writes a body to a file, and hashes it on the way.
   * @param size bytes that must arrive, where it is known
   * @throws SpoolError where another number of bytes arrives, or more than an entry may have, or than the disk has room for.
   */
  async receive(body: AsyncIterable<Uint8Array>, size: number | undefined): Promise<EntryFile> {
    if ((size ?? 0) > this.mostBytes) throw new SpoolError(`It is larger than ${this.mostBytes} bytes.`);
    this.assertSpaceLeft(size ?? 0);
    const path = join(this.folder, randomUUID());
    const hash = createHash('sha256');
    let received = 0;
    const { mostBytes } = this;
    async function* hashed(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
      for await (const chunk of chunks) {
        received += chunk.length;
        if (received > mostBytes) throw new SpoolError(`It is larger than ${mostBytes} bytes.`);
        hash.update(chunk);
        yield chunk;
      }
      if (size !== undefined && received !== size)
        throw new SpoolError(`${received} of ${size} bytes arrived.`);
    }
    try {
      // Chunks that come while one is written are written together.
      const file = createWriteStream(path, { flags: 'wx', mode: 0o600, highWaterMark: 4 * 2 ** 20 });
      await pipeline(body, hashed, file);
    } catch (error) {
      await this.remove({ path });
      throw error;
    }
    return { path, size: received, sha256: hash.digest('hex') };
  }

  remove({ path }: Pick<EntryFile, 'path'>): Promise<void> {
    return rm(path, { force: true });
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  private assertSpaceLeft(size: number): void {
    const { bavail, bsize } = statfsSync(this.folder);
    if (bavail * bsize < size + spareBytes)
      throw new SpoolError(`The disk of ${this.folder} has no room for ${size} bytes.`);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Another user's folder stays. */
function removeIfOurs(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Nothing depends on it.
  }
}
