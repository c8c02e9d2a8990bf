import { tagKey } from '../keys';
import type { ReleaseMetadata } from '../metadata/metadata';
import type { ObjectVersion } from '../ports/bucket';
import { nothing, replacedVersion } from './write-order';
import { readArchive, readTag, type Place, type Stored } from './read-tag';

/** A version of a tag as it is listed, and what was written beside it; a delete marker has nothing. */
export interface ToldVersion {
  version: ObjectVersion;
  metadata?: Partial<ReleaseMetadata>;
}

/**
 * Whether someone put this version there with other tools. `aws s3 cp` takes along what an earlier write said of
 * itself: who, why and when of a copy are those of what it was copied from, and nobody knows its own. A write of Sluice
 * names its tag and the version that it replaced, and a copy can have both right only where it is that very write.
 * @param older the versions before it, newest first; as far as they were read.
 */
export async function isByHand(
  place: Place,
  tag: string,
  metadata: Partial<ReleaseMetadata>,
  older: readonly ToldVersion[],
): Promise<boolean> {
  const { deployId, replaces, commit } = metadata;
  if (deployId === undefined || (metadata.tag !== undefined && metadata.tag !== tag)) return true;
  const [before] = older;
  const isAfterNothing = before === undefined || before.version.isDeleteMarker;
  const isRepeated = older.some((one) => one.metadata?.deployId === deployId);
  if (replaces === undefined) {
    // An archive says nothing of a tag, and neither did the first versions of Sluice.
    if (isRepeated || commit === undefined) return true;
    return (await readArchive(place, commit))?.metadata.deployId === deployId;
  }
  if (before !== undefined && !isAfterNothing && replaces === replacedVersion(before.version)) return false;
  // What a lost race had covered is brought back with its own words, but names what it covers.
  if (isRepeated) return true;
  if (replaces === nothing) return !isAfterNothing && before.metadata?.replaces !== nothing;
  // Where conditions are ignored, a write that lost its race covers another than it was planned against.
  return before !== undefined && !older.some(({ version }) => replacedVersion(version) === replaces);
}

/** What a tag names now; of a copy by hand, without what it says of someone else's move. */
export async function readTagTruly(place: Place, tag: string): Promise<Stored | undefined> {
  const current = await readTag(place, tag);
  return current && truly(place, tag, current);
}

/** Reads the version before it, to know who wrote it. */
export async function truly(place: Place, tag: string, current: Stored): Promise<Stored> {
  const listed = await place.bucket.versions(tagKey(place.prefix, tag), 2);
  const at = listed.findIndex(({ versionId }) => versionId === current.object.versionId);
  // It was moved a moment ago; only what came before it would tell.
  if (at < 0) return current;
  const older = listed.slice(at + 1).map((version) => ({ version }));
  return (await isByHand(place, tag, current.metadata, older)) ? withoutMove(current) : current;
}

/** What is left of the words of a copy by hand: those about the commit. */
export function withoutMove({ object, metadata }: Stored): Stored {
  const { commit, digest, subject, author, committedAt, deployId } = metadata;
  return {
    object,
    metadata: { commit, digest, subject, author, committedAt, deployId },
    isByHand: true,
  };
}

/** Who moved the tag to what is on it now; nothing where nobody can tell. */
export async function whoMoved(place: Place, tag: string): Promise<string | undefined> {
  return (await readTagTruly(place, tag))?.metadata.actor;
}
