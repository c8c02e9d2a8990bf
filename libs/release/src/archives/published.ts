import { commitOfKey } from '../keys';
import type { ReleaseContext } from '../context';
import { readArchive, type Stored } from '../tags/read-tag';

type Place = Pick<ReleaseContext, 'bucket' | 'prefix'>;

/** An archive and the commit that its key names. */
export interface PublishedArchive extends Stored {
  sha: string;
}

const firstBatch = 1;
const largestBatch = 16;

/**
 * The archives of those commits that were published, in the order of `shas`. Each costs one HEAD, whether it is there or
 * not, one first and more at once the longer it takes: whoever looks for the nearest one stops early.
 * @param known one that was read or written a moment ago.
 */
export async function* publishedAmong(
  place: Place,
  shas: readonly string[],
  known?: PublishedArchive,
): AsyncGenerator<PublishedArchive> {
  let size = firstBatch;
  for (let start = 0; start < shas.length; start += size, size = Math.min(size * 2, largestBatch)) {
    const batch = shas.slice(start, start + size);
    const found = await Promise.all(
      batch.map(async (sha) => ({ sha, stored: sha === known?.sha ? known : await readArchive(place, sha) })),
    );
    for (const { sha, stored } of found) if (stored !== undefined) yield { ...stored, sha };
  }
}

/** An archive as the listing of the bucket tells it. */
export interface ListedArchive {
  commit: string;
  key: string;
  etag: string;
  /** Bytes. */
  size: number;
  writtenAt: Date;
}

/** Every archive that was published, the newest upload first: a listing of the whole prefix. */
export async function listArchives({ bucket, prefix }: Place): Promise<ListedArchive[]> {
  const found: ListedArchive[] = [];
  for await (const { key, etag, size, lastModified } of bucket.list(prefix, '/')) {
    const commit = commitOfKey(prefix, key);
    if (commit !== undefined) found.push({ commit, key, etag, size, writtenAt: lastModified });
  }
  return found.sort((a, b) => b.writtenAt.getTime() - a.writtenAt.getTime());
}
