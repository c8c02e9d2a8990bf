import type { ReleaseContext } from '../context';
import { readArchive, type Stored } from '../tags/read-tag';
import type { Line } from './line';

/** More than one is asked for only where an archive was deleted, or its publication was not completed. */
const archivesToAsk = 3;

/**
 * An object in the bucket that holds this very content, so that it need not be uploaded again: `latest`, or an archive
 * whose digest the register has written down. Not to find it costs an upload, nothing else.
 */
export async function findArchiveByDigest(
  context: ReleaseContext,
  { tag, register: { newest } }: Line,
  digest: string,
): Promise<Stored | undefined> {
  if (tag?.metadata.digest === digest) return tag;
  if (newest === undefined) return undefined;
  const all = [newest, ...(newest.siblings ?? []), ...(newest.recent ?? [])];
  const same = all.filter((one) => one.digest === digest).slice(0, archivesToAsk);
  for (const { commit } of same) {
    const archive = await readArchive(context, commit);
    if (archive?.metadata.digest === digest) return archive;
  }
  return undefined;
}
