import { commitOfKey, type Bucket } from '@sluice/release';

/** An archive as the listing of the bucket tells it. */
export interface ListedArchive {
  commit: string;
  key: string;
  etag: string;
  /** Bytes. */
  size: number;
  writtenAt: Date;
}

/** The archives that were published, the newest upload first. */
export async function listArchives(bucket: Bucket, prefix: string): Promise<ListedArchive[]> {
  const found: ListedArchive[] = [];
  for await (const { key, etag, size, lastModified } of bucket.list(prefix, '/')) {
    const commit = commitOfKey(prefix, key);
    if (commit !== undefined) found.push({ commit, key, etag, size, writtenAt: lastModified });
  }
  return found.sort((a, b) => b.writtenAt.getTime() - a.writtenAt.getTime());
}
