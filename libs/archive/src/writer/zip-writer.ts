import { ZipArchive, type ZipEntryData } from 'archiver';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The first moment that a zip can tell. archiver writes it by its UTC fields, so no time zone changes it. */
const zipEpoch = new Date(Date.UTC(1980, 0, 1));
const compressionLevel = 6;
const blockBytes = 64 * 1024;
/** Bytes. Smaller content only grows by Deflate, and to set that up is most of what a small file costs. */
const compressedFrom = 64;

export interface WrittenZip {
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
}

/** One zip, written file after file in the order they are added. */
export class ZipWriter {
  private readonly archive = new ZipArchive({ zlib: { level: compressionLevel }, forceLocalTime: false });
  private readonly hash = createHash('sha256');
  private readonly written: Promise<void>;
  private size = 0;
  private failure: { error: unknown } | undefined;
  private waiting: ((error: unknown) => void) | undefined;

  /** Makes the file, which must not exist; an aborted signal ends the writing with its reason. */
  constructor(path: string, signal?: AbortSignal) {
    const output = createWriteStream(path, { flags: 'wx', flush: true });
    this.written = pipeline(this.archive, this.meter(), output, { signal });
    this.written.catch((error: unknown) => {
      this.failure = { error };
      this.waiting?.(error);
    });
  }

  /** Adds a file from its bytes; resolves when they are in. The writer is of no more use once this throws. */
  async add(path: string, mode: number, content: AsyncIterable<Buffer>): Promise<void> {
    const chunks = content[Symbol.asyncIterator]();
    try {
      await this.append(path, mode, await inOneChunk(chunks));
    } finally {
      await chunks.return?.();
    }
  }

  private async append(path: string, mode: number, source: Buffer | Readable): Promise<void> {
    if (this.failure) throw this.failure.error;
    const entered = () => this.waiting?.(undefined);
    try {
      await new Promise<void>((resolve, reject) => {
        this.waiting = (error) => (error === undefined ? resolve() : reject(error));
        if (source instanceof Readable) source.once('error', reject);
        this.archive.once('entry', entered);
        const store = Buffer.isBuffer(source) && source.length < compressedFrom;
        this.archive.append(source, { name: path, mode, date: zipEpoch, store } satisfies ZipEntryData);
      });
    } finally {
      this.waiting = undefined;
      this.archive.off('entry', entered);
      if (source instanceof Readable) source.destroy();
    }
  }

  /** Writes the directory; the file is whole and on the disk when this resolves. */
  async finish(): Promise<WrittenZip> {
    await Promise.all([this.archive.finalize(), this.written]);
    return { size: this.size, sha256: this.hash.digest('hex') };
  }

  /** Gives up: closes the file, for the caller to remove. */
  async discard(): Promise<void> {
    this.archive.destroy();
    await this.written.catch(() => undefined);
  }

  /** Hashes and counts; in blocks, because archiver writes the directory in pieces of two and four bytes. */
  private meter(): Transform {
    let pieces: Buffer[] = [];
    let length = 0;
    const block = (): Buffer => {
      const bytes = Buffer.concat(pieces);
      pieces = [];
      length = 0;
      this.hash.update(bytes);
      this.size += bytes.length;
      return bytes;
    };
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        pieces.push(chunk);
        length += chunk.length;
        if (length < blockBytes) done();
        else done(null, block());
      },
      flush: (done) => done(null, block()),
    });
  }
}

/** Content of one chunk, or none, as a buffer: three times as fast to add as a stream, and the bytes are the same. */
async function inOneChunk(chunks: AsyncIterator<Buffer>): Promise<Buffer | Readable> {
  const first = await chunks.next();
  if (first.done) return Buffer.alloc(0);
  const second = await chunks.next();
  return second.done
    ? first.value
    : Readable.from(from(first.value, second.value, chunks), { objectMode: false });
}

async function* from(first: Buffer, second: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield second;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
