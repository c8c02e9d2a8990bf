import { FileEncoder } from './packed-file';
import type { SecretFinding } from './secret-scanner';

/** Bytes of the zip, and the files that end in them. */
export interface PackedPart {
  bytes: Uint8Array;
  /** As FileEncoder writes them. */
  files: Uint8Array;
  /** Of the files. */
  count: number;
  findings: SecretFinding[];
}

/** Bytes. A file up to this size is read and compressed in one piece, a longer one in pieces of this size. */
export const wholeBytes = 2 ** 20;

/** Bytes. A part that is so long is worth a write. */
export const fullBytes = 256 * 1024;

/** Bytes. A part that is not full yet, one more whole file, and headers with the longest paths there are. */
const partBytes = fullBytes + wholeBytes + 64 * 1024;

/**
 * Memory that is used again and again. As garbage it would lie around by the ten megabytes: it is outside of the heap
 * whose filling makes V8 collect.
 */
export class PackMemory {
  /** For the content of a file of `wholeBytes`. */
  readonly input = Buffer.allocUnsafe(wholeBytes);
  private readonly free: ArrayBuffer[];
  private wake: (() => void) | undefined;

  /** For so many parts at a time. */
  constructor(parts: number) {
    this.free = Array.from({ length: parts }, () => new ArrayBuffer(partBytes));
  }

  /** Waits until there is some. */
  async take(): Promise<ArrayBuffer> {
    for (;;) {
      const memory = this.free.pop();
      if (memory) return memory;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  giveBack(memory: ArrayBuffer): void {
    this.free.push(memory);
    this.wake?.();
  }
}

/** Gathers bytes until they are worth a write. */
export class PartBuilder {
  readonly files = new FileEncoder();
  findings: SecretFinding[] = [];
  length = 0;
  private bytes: Uint8Array | undefined;

  constructor(private readonly memory: PackMemory) {}

  /** A file may end where the bytes before it were taken already. */
  get isEmpty(): boolean {
    return this.length === 0 && this.files.count === 0 && this.findings.length === 0;
  }

  get isBegun(): boolean {
    return this.bytes !== undefined;
  }

  /** To be called before anything is added; waits for memory. */
  async begin(): Promise<void> {
    this.bytes ??= new Uint8Array(await this.memory.take());
  }

  add(...pieces: Uint8Array[]): void {
    for (const piece of pieces) {
      this.bytes!.set(piece, this.length);
      this.length += piece.length;
    }
  }

  take(): PackedPart {
    const part = {
      bytes: this.bytes!.subarray(0, this.length),
      count: this.files.count,
      files: this.files.take(),
      findings: this.findings,
    };
    this.bytes = undefined;
    this.findings = [];
    this.length = 0;
    return part;
  }

  discard(): void {
    if (this.bytes) this.memory.giveBack(this.bytes.buffer as ArrayBuffer);
    this.bytes = undefined;
  }
}
