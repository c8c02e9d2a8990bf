import { Readable } from 'node:stream';
import { isNativeError } from 'node:util/types';
import { RandomAccessReader } from 'yauzl';
import { truncated } from './damage';
import type { RangeSource } from './range-source';

/** The longest end record there is: 22 bytes, the longest comment, and the zip64 locator before it. */
const tailBytes = 22 + 0xffff + 20;
const directoryChunk = 8 * 2 ** 20;
const contentChunk = 2 ** 20;

interface Block {
  start: number;
  bytes: Buffer;
}

/**
 * Serves yauzl's many small reads of the directory from few reads of the source: the tail of the archive in one, and
 * what of the directory lies before it in a second.
 */
export class RangeReader extends RandomAccessReader {
  /** What the source itself threw, which says more than yauzl's words for it. */
  failure: unknown;
  private tail: Promise<Block> | undefined;
  private before: Promise<Block> | undefined;

  constructor(private readonly source: RangeSource) {
    super();
  }

  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.slice(position, position + length).then(
      (bytes) => {
        bytes.copy(target, offset);
        callback(null, bytes.length);
      },
      (error: unknown) => callback(this.failed(error)),
    );
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.chunks(start, end), { objectMode: false });
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }

  private async slice(start: number, end: number): Promise<Buffer> {
    if (start < 0 || end > this.source.size) throw truncated();
    this.tail ??= this.fetch(Math.max(0, this.source.size - tailBytes), this.source.size);
    const tail = await this.tail;
    if (start >= tail.start) return within(tail, start, end);
    const known = await this.before;
    if (known && start >= known.start && end <= known.start + known.bytes.length)
      return within(known, start, end);
    return this.readAhead(start, end, tail);
  }

  private async readAhead(start: number, end: number, tail: Block): Promise<Buffer> {
    const upTo = Math.max(Math.min(tail.start, start + directoryChunk), Math.min(end, tail.start));
    this.before = this.fetch(start, upTo).then(({ bytes }) => {
      const whole = upTo === tail.start ? Buffer.concat([bytes, tail.bytes]) : bytes;
      return { start, bytes: whole };
    });
    const block = await this.before;
    return end <= block.start + block.bytes.length
      ? within(block, start, end)
      : (await this.fetch(start, end)).bytes;
  }

  private async fetch(start: number, end: number): Promise<Block> {
    const bytes = await this.source.read(start, end);
    if (bytes.length !== end - start) throw truncated();
    return { start, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) };
  }

  private async *chunks(start: number, end: number): AsyncGenerator<Buffer> {
    try {
      for (let at = start; at < end; at += contentChunk) {
        yield (await this.fetch(at, Math.min(end, at + contentChunk))).bytes;
      }
    } catch (error) {
      throw this.failed(error);
    }
  }

  private failed(error: unknown): Error {
    this.failure ??= error;
    return isNativeError(error) ? error : new Error(String(error));
  }
}

function within(block: Block, start: number, end: number): Buffer {
  return block.bytes.subarray(start - block.start, end - block.start);
}
