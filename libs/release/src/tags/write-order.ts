import { decodeMetadata } from '../metadata/metadata';
import type { StoredObject } from '../ports/bucket';

/** What a write says that it replaces where nothing was there. */
export const nothing = 'none';

/** Version ids are written down up to this length. */
const longestId = 100;

/** What a write of a tag says of the version that it was planned against. */
export function replacedVersion(expected: { versionId?: string } | undefined): string {
  return (expected?.versionId ?? nothing).slice(0, longestId);
}

/** A version, and what its writer wrote down in it. */
export interface WrittenVersion {
  versionId?: string;
  /** Random, one per write; what was brought back carries that of what it brought back. */
  writeId?: string;
  /** The version that it was planned against, as {@link replacedVersion} has it; absent where the writer said nothing. */
  replaces?: string;
}

/**
 * Which of the versions that came after `expected` is the winner: the end of the line in which each replaces
 * what it was planned against. A version that another writer covered without having seen it breaks out of that line,
 * and so does a write that lost its race. Who wrote without saying what is replaced, by hand or with an older Sluice,
 * is taken at their word.
 * @param came oldest first.
 * @returns nothing when none of them follows `expected`.
 */
export function lastInLine<T extends WrittenVersion>(
  expected: WrittenVersion | undefined,
  came: readonly T[],
): T | undefined {
  let last: T | undefined;
  let writeId = expected?.writeId;
  let names = new Set([replacedVersion(expected)]);
  for (const version of came) {
    const isBroughtBack = version.writeId !== undefined && version.writeId === writeId;
    if (!isBroughtBack && version.replaces !== undefined && !names.has(version.replaces)) continue;
    names = new Set([...(isBroughtBack ? names : []), replacedVersion(version)]);
    writeId = version.writeId;
    last = version;
  }
  return last;
}

/** The same among the versions of a tag, which say it in their metadata. */
export function resolveWinner(
  expected: StoredObject | undefined,
  came: readonly StoredObject[],
): StoredObject | undefined {
  const written = (object: StoredObject) => {
    const { deployId: writeId, replaces } = decodeMetadata(object);
    return { versionId: object.versionId, writeId, replaces, object };
  };
  return lastInLine(expected && written(expected), came.map(written))?.object;
}
