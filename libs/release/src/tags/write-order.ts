import { decodeMetadata } from '../metadata/metadata';
import type { StoredObject } from '../ports/bucket';

/** What a write says that it replaces where nothing was there. */
export const nothing = 'none';

/** Version ids are written down up to this length. */
const longestId = 100;

/** What a write of a tag says of the version that it was planned against. */
export function replacedVersion(expected: Pick<StoredObject, 'versionId'> | undefined): string {
  return (expected?.versionId ?? nothing).slice(0, longestId);
}

/**
 * Which of the versions that came after `expected` is the winner: the end of the line in which each replaces
 * what it was planned against. A version that another writer covered without having seen it breaks out of that line,
 * and so does a write that lost its race; what was brought back after such a write carries the `deploy-id` of what it
 * brought back. Who wrote without saying what is replaced, by hand or with an older Sluice, is taken at their word.
 * @param came oldest first.
 * @returns nothing when none of them follows `expected`.
 */
export function resolveWinner(
  expected: StoredObject | undefined,
  came: readonly StoredObject[],
): StoredObject | undefined {
  let last: StoredObject | undefined;
  let deployId = expected && decodeMetadata(expected).deployId;
  let names = new Set([replacedVersion(expected)]);
  for (const version of came) {
    const told = decodeMetadata(version);
    const isBroughtBack = told.deployId !== undefined && told.deployId === deployId;
    if (!isBroughtBack && told.replaces !== undefined && !names.has(told.replaces)) continue;
    names = new Set([...(isBroughtBack ? names : []), replacedVersion(version)]);
    deployId = told.deployId;
    last = version;
  }
  return last;
}
