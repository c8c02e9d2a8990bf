import { createCipheriv, createHash } from 'node:crypto';

/** The same bytes for the same seed, without any order: no compression makes them shorter. */
export function noise(length: number, seed: string): Buffer {
  const key = createHash('sha256').update(seed).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}
