import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Where the packer looks whether content is worth compressing (libs/archive/src/writer/compress.ts). */
const samples = 64;
const sampleBytes = 64 * 1024;

/**
 * Writes a file that the packer stores as it is, and that hardly takes room on the disk: noise where the packer looks,
 * and holes between.
 * @param size in bytes.
 */
export async function writeSparse(path: string, size: number): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.truncate(size);
    for (let index = 0; index < samples; index += 1) {
      const middle = Math.floor(((index + 0.5) * size) / samples);
      await file.write(randomBytes(sampleBytes), 0, sampleBytes, middle - sampleBytes / 2);
    }
  } finally {
    await file.close();
  }
}
