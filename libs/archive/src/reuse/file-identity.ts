import type { BigIntStats } from 'node:fs';
import { identityBytes } from '../writer/packed-file';

/**
 * What changes with a file, as git asks it: device, inode, size, and the nanoseconds of the last change of content and of
 * inode. The same bytes mean the same content, unless the file is too young to tell.
 */
export function identityOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): Uint8Array {
  const bytes = new BigInt64Array(identityBytes / 8);
  // Each in the order of this machine, whose files they are of.
  bytes[0] = dev;
  bytes[1] = ino;
  bytes[2] = size;
  bytes[3] = mtimeNs;
  bytes[4] = ctimeNs;
  return new Uint8Array(bytes.buffer);
}

/** Milliseconds since 1970 of the later of both changes. */
export function changedAt({ mtimeNs, ctimeNs }: BigIntStats): number {
  return Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n);
}
