import { type Cipher, createCipheriv, createHash } from 'node:crypto';

/** The same bytes for the same seed on every machine: the key stream of AES in counter mode. */
export class Seeded {
  private readonly stream: Cipher;

  constructor(seed: string) {
    const key = createHash('sha256').update(seed).digest();
    this.stream = createCipheriv('aes-128-ctr', key.subarray(0, 16), Buffer.alloc(16));
  }

  /** Bytes that no compression makes shorter. */
  noise(length: number): Buffer {
    return this.stream.update(Buffer.alloc(length));
  }

  /** 0 to less than 1. */
  next(): number {
    return this.noise(4).readUInt32LE() / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}
