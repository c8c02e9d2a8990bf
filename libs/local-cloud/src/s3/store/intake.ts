import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { temporaryPath } from '../../disk/durable';
import type { ChecksumAlgorithm } from '../checksums/algorithms';
import { createChecksum } from '../checksums/algorithms';

/** Bytes that are on the disk, but belong to no object yet. */
export interface Intake {
  /** In the temporary folder. */
  path: string;
  /** Bytes. */
  size: number;
  /** Lower-case hex. */
  md5: string;
  /** Base64. */
  checksum: string;
}

/**
 * Writes a stream to a temporary file and hashes it on the way; memory does not grow with it. Nothing is left behind
 * when the stream fails.
 */
export async function takeIn(
  bytes: AsyncIterable<Buffer>,
  temporaryFolder: string,
  algorithm: ChecksumAlgorithm,
): Promise<Intake> {
  const md5 = createHash('md5');
  const checksum = createChecksum(algorithm);
  const written = await writeTemporary(bytes, temporaryFolder, (piece) => {
    md5.update(piece);
    checksum.update(piece);
  });
  return { ...written, md5: md5.digest('hex'), checksum: await checksum.digest() };
}

/** The same without hashing anything. */
export async function writeTemporary(
  bytes: AsyncIterable<Buffer>,
  temporaryFolder: string,
  seen: (piece: Buffer) => void = () => undefined,
): Promise<Pick<Intake, 'path' | 'size'>> {
  const path = temporaryPath(temporaryFolder);
  let size = 0;
  try {
    const file = await open(path, 'wx');
    try {
      for await (const piece of bytes) {
        seen(piece);
        size += piece.length;
        await file.appendFile(piece);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return { path, size };
}
