import type { SecretFinding } from './secret-scanner';
import type { ZipRecord } from './zip-records';

/** What became of a file: `length` is how many bytes of the zip it takes, headers included; `sha256` its content's. */
export interface PackedFile {
  record: ZipRecord;
  sha256: string;
  length: number;
  /** What it was packed from; absent of the manifest. */
  source?: PackedSource;
}

/** What a file was when it was read. */
export interface PackedSource {
  /** As FileIdentity tells it. */
  identity: string;
  /** The mode that the item gave. */
  givenMode?: number;
  /** Whether it was searched for secrets. */
  isSearched: boolean;
}

/** Bytes of the zip, and the files that end in them. */
export interface PackedPart {
  bytes: Uint8Array;
  files: PackedFile[];
  findings: SecretFinding[];
}

/** Bytes. A file up to this size is read and compressed in one piece, a longer one in pieces of this size. */
export const wholeBytes = 2 ** 20;

/** Bytes. A part that is not full yet, one more whole file, and headers with the longest paths there are. */
const partBytes = 2 * wholeBytes + 64 * 1024;

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
  files: PackedFile[] = [];
  findings: SecretFinding[] = [];
  length = 0;
  private bytes: Uint8Array | undefined;

  constructor(private readonly memory: PackMemory) {}

  /** A file may end where the bytes before it were taken already. */
  get isEmpty(): boolean {
    return this.length === 0 && this.files.length === 0 && this.findings.length === 0;
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
      files: this.files,
      findings: this.findings,
    };
    this.bytes = undefined;
    this.files = [];
    this.findings = [];
    this.length = 0;
    return part;
  }

  discard(): void {
    if (this.bytes) this.memory.giveBack(this.bytes.buffer as ArrayBuffer);
    this.bytes = undefined;
  }
}
