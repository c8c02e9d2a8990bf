import type { Prunable, PrunePlanView } from '@sluice/contract';
import { decodeMetadata } from '../../metadata/metadata';
import { rejectionOf } from '../../archives/rejection';
import type { PruneContext } from './context';
import type { Identity, References } from './references';

/** An archive that is to be deleted, and the very version that was judged. */
export interface Candidate extends Identity {
  view: Prunable;
  versionId?: string;
}

/** Why an archive stays: as the plan counts it, and as one clause. */
export interface Staying {
  kept: keyof PrunePlanView['kept'];
  why: string;
}

/**
 * Looks at one archive: at its metadata, which tell its content, and at its object tags, which tell of a rejection.
 * Notes content and subject in the candidate.
 * @returns nothing when it may be deleted.
 */
export async function examine(
  context: PruneContext,
  candidate: Candidate,
  references: References,
): Promise<Staying | undefined> {
  const { view, commit } = candidate;
  const object = await context.bucket.head(view.key);
  if (object === undefined) return { kept: 'foreign', why: 'it was deleted by someone else' };
  if (object.versionId !== candidate.versionId) return { kept: 'recent', why: 'it was rewritten' };
  const { digest, subject } = decodeMetadata(object);
  view.subject = subject ?? view.subject;
  candidate.digest = digest;
  if (digest === undefined) return { kept: 'foreign', why: 'it has no digest: Sluice did not publish it' };
  if ((await rejectionOf(context, commit)) !== undefined) return { kept: 'rejected', why: 'it was rejected' };
  return neededBy(references, candidate);
}

export function neededByLatest(needed: ReadonlySet<string>, { commit }: Candidate): Staying | undefined {
  return needed.has(commit) ? { kept: 'newest', why: 'latest may move to it' } : undefined;
}

/** By the metadata of its own it may be needed where its ETag alone did not say so. */
export function neededBy(references: References, candidate: Candidate): Staying | undefined {
  return references.has(candidate) ? { kept: 'needed', why: 'it is used by a version of a tag' } : undefined;
}
