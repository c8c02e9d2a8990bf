import { archiveKey, commitOfKey } from '../keys';
import type { ReleaseContext } from '../context';
import { readArchive, type Stored } from '../tags/read-tag';

type Place = Pick<ReleaseContext, 'bucket' | 'prefix'>;

/** An archive and the commit that its key names. */
export interface PublishedArchive extends Stored {
  sha: string;
}

const firstBatch = 1;
const largestBatch = 16;

/** When so many were asked for in vain and a whole batch is left, a listing costs less than asking for the others. */
const missesBeforeListing = 7;

/** As many keys as S3 names with one request. */
const listedAtMost = 1000;

/**
 * The archives of those commits that were published, in the order of `shas`. Each costs one HEAD, one first and more at
 * once the longer it takes: whoever looks for the nearest one stops early. Where the nearest are not there, such as before
 * the first publication, a listing tells which others need not be asked for.
 * @param known one that was read or written a moment ago.
 * @param areRare whether hardly any is likely to be there: then the listing comes first.
 */
export async function* publishedAmong(
  place: Place,
  shas: readonly string[],
  { known, areRare = false }: { known?: PublishedArchive; areRare?: boolean } = {},
): AsyncGenerator<PublishedArchive> {
  let left = shas;
  let misses = 0;
  let isListed = false;
  for (let size = firstBatch; left.length > 0; size = Math.min(size * 2, largestBatch)) {
    if (!isListed && (areRare || misses >= missesBeforeListing) && left.length > largestBatch) {
      const isAbsent = await readAbsence(place);
      left = left.filter((sha) => sha === known?.sha || !isAbsent(sha));
      isListed = true;
    }
    const found = await Promise.all(
      left
        .slice(0, size)
        .map(async (sha) => ({ sha, stored: sha === known?.sha ? known : await readArchive(place, sha) })),
    );
    left = left.slice(size);
    for (const { sha, stored } of found)
      if (stored === undefined) misses += 1;
      else yield { ...stored, sha };
  }
}

/** Of which commits there is no archive, as far as one listing reaches: behind its last key, everything may be there. */
async function readAbsence({ bucket, prefix }: Place): Promise<(sha: string) => boolean> {
  const keys = new Set<string>();
  for await (const { key } of bucket.list(prefix, '/')) {
    keys.add(key);
    if (keys.size === listedAtMost)
      return (sha) => archiveKey(prefix, sha) < key && !keys.has(archiveKey(prefix, sha));
  }
  return (sha) => !keys.has(archiveKey(prefix, sha));
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
