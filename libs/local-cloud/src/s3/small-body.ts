import { createHash } from 'node:crypto';
import type { ChecksumAlgorithm } from './checksums/algorithms';
import { createChecksum } from './checksums/algorithms';

/** The hashes of a body that was read whole: an XML document. */
export async function bufferedHashes(
  body: Buffer,
  algorithm: ChecksumAlgorithm,
): Promise<{ md5: string; checksum: string }> {
  const checksum = createChecksum(algorithm);
  checksum.update(body);
  return { md5: createHash('md5').update(body).digest('hex'), checksum: await checksum.digest() };
}
