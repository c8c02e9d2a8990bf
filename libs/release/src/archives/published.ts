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

/** Every commit that was published, the newest upload first, from a listing of the whole bucket: for messages only. */
export async function listPublishedCommits({ bucket, prefix }: Place): Promise<string[]> {
  const found: { sha: string; at: number }[] = [];
  for await (const { key, lastModified } of bucket.list(prefix, '/')) {
    const sha = commitOfKey(prefix, key);
    if (sha !== undefined) found.push({ sha, at: lastModified.getTime() });
  }
  return found.sort((a, b) => b.at - a.at).map(({ sha }) => sha);
}
