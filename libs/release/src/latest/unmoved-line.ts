import { holdKey, latestTag, newestKey, tagKey } from '../keys';
import type { ReleaseMetadata } from '../metadata/metadata';
import { bucketOf, type ListedObject } from '../ports/bucket';
import type { ReleaseContext } from '../context';
import { readTag, type Stored } from '../tags/read-tag';
import type { Line } from './line';
import { isSame, type Newest } from './newest';
import type { Register } from './register';

/**
 * What goes with an archive so that a later publish of its commit can tell from one listing that nothing has moved.
 * @param line as it was read last before the register was written.
 * @param register as it stands when the archive is written.
 */
export function lineToRemember(
  { tag }: Line,
  register: Register,
  mine: Newest,
): Pick<ReleaseMetadata, 'register' | 'latestWas'> {
  if (!isSame(register.newest, mine)) return {};
  const hasContent = tag?.metadata.digest === mine.digest && tag.metadata.commit !== undefined;
  return {
    register: register.etag && bare(register.etag),
    latestWas: hasContent ? `${tag.metadata.commit} ${bare(tag.object.etag)}` : undefined,
  };
}

/**
 * The tag and the register by one listing, where neither has moved since this archive was published: the register has the
 * ETag that the archive's metadata say, so it names the archive's commit; the tag has the bytes of the archive, or had its
 * content before. Every text of a register is another one, so its ETag never comes again.
 * Where the ETag of the tag does not tell (each copy has one of its own with keys of KMS, and of an archive that was
 * uploaded in parts), the tag is read.
 * @returns nothing where the tag or the register has moved.
 */
export async function unmovedLine(
  { bucket, prefix }: Pick<ReleaseContext, 'bucket' | 'prefix'>,
  { object, metadata }: Stored,
): Promise<Line | undefined> {
  const { register, latestWas, commit, digest, project } = metadata;
  const keys = [tagKey(prefix, latestTag), newestKey(prefix), holdKey(prefix, latestTag)];
  if (register === undefined || commit === undefined || digest === undefined) return undefined;
  if (keys.some((key) => bucketOf(bucket, key) !== bucket.name)) return undefined;
  const listed = new Map<string, ListedObject>();
  for await (const one of bucket.list(`${prefix}${latestTag}.`, '/')) listed.set(one.key, one);
  const [tag, newest, hold] = keys.map((key) => listed.get(key));
  if (tag === undefined || newest === undefined || bare(newest.etag) !== register) return undefined;
  const [theirs, etag] = latestWas?.split(' ') ?? [commit, bare(object.etag)];
  // A rollback places a hold, and can bring bytes back that the tag had before.
  const isHeld = hold !== undefined && hold.lastModified >= object.lastModified;
  const known: Stored | undefined =
    bare(tag.etag) === etag && !isHeld
      ? { object: { ...tag, metadata: {} }, metadata: { commit: theirs, digest, project } }
      : await readTag({ bucket, prefix }, latestTag);
  if (known?.metadata.digest !== digest) return undefined;
  const named: Newest = { commit, digest, project, follows: [] };
  return {
    tag: known,
    register: { newest: named, etag: newest.etag, isUnreadable: false },
    newest: named,
  };
}

function bare(etag: string): string {
  return etag.replaceAll('"', '');
}
