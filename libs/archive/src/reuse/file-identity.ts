import type { BigIntStats } from 'node:fs';

/** What changes with a file, as git asks it: the same text means the same bytes, unless it is too young to tell. */
export interface FileIdentity {
  /** Device, inode, size, and the nanoseconds of the last change of content and of inode. */
  text: string;
  /** Milliseconds since 1970 of the later of both changes. */
  changedAt: number;
}

export function identityOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): FileIdentity {
  const changed = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  return {
    text: [dev, ino, size, mtimeNs, ctimeNs].join(':'),
    changedAt: Number(changed / 1_000_000n),
  };
}
