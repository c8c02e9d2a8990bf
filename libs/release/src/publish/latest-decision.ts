import { FailedError } from '../errors/errors';
import { latestTag, shortSha } from '../keys';
import { describeStanding, rejectionOfContent } from '../operate/rejected-content';
import type { ReleaseContext } from '../release-context';
import { describeHold, readHold } from '../tags/hold';
import { readTag, type Stored } from '../tags/read-tag';
import { newerWithContent } from './newer-with-content';

/** What is to become of `latest`, and why. */
export type LatestDecision =
  | { action: 'move'; from?: Stored }
  | {
      action: 'keep';
      why: 'same-content' | 'newer' | 'held' | 'rejected';
      commit?: string;
      explanation: string;
    };

/**
 * Decides by ancestry, never by the clock, so that the order in which CI runs finish does not matter. A freeze or a
 * least age of an environment that watches `latest` is no matter of a publish: they are about promotions, and
 * whoever wants `latest` to stand still holds it. A rejected archive never gets there, not with `force` either.
 * @throws FailedError when this clone cannot tell which commit is newer, unless `force`.
 */
export async function decideLatest(
  context: ReleaseContext,
  commit: string,
  digest: string,
  force: boolean,
): Promise<LatestDecision> {
  const hold = await readHold(context.bucket, context.prefix, latestTag);
  if (hold !== undefined) return { action: 'keep', why: 'held', explanation: describeHold(latestTag, hold) };

  const current = await readTag(context, latestTag);
  const theirs = current?.metadata.commit;
  if (current !== undefined && current.metadata.digest === digest) {
    const explanation = `it has this content already${theirs ? `, from ${shortSha(theirs)}` : ''}`;
    return { action: 'keep', why: 'same-content', commit: theirs, explanation };
  }
  const standing = await rejectionOfContent(context, commit, digest);
  if (standing !== undefined) {
    const explanation = `${shortSha(commit)} is not to come: ${describeStanding(standing, commit)}`;
    return { action: 'keep', why: 'rejected', commit: theirs, explanation };
  }
  if (current === undefined || force) return { action: 'move', from: current };

  const ancestry = theirs === undefined ? 'unknown' : await context.commits.ancestry(theirs, commit);
  if (ancestry === 'descendant') {
    const explanation = `${shortSha(theirs ?? '')} on it is newer than ${shortSha(commit)}`;
    return { action: 'keep', why: 'newer', commit: theirs, explanation };
  }
  if (ancestry === 'ancestor') {
    const newer = await newerWithContent(context, commit, current);
    if (newer === undefined) return { action: 'move', from: current };
    const explanation = `${shortSha(newer)}, which has the content on it too, is newer than ${shortSha(commit)}`;
    return { action: 'keep', why: 'newer', commit: newer, explanation };
  }
  if (ancestry === 'same') return { action: 'move', from: current };
  throw undecidable(ancestry, commit, theirs);
}

function undecidable(
  ancestry: 'unrelated' | 'unknown',
  commit: string,
  theirs: string | undefined,
): FailedError {
  if (theirs === undefined) {
    return new FailedError(
      '"latest" names no commit: somebody put it there by hand.',
      'Look at it, then publish with --force to move it on all the same.',
    );
  }
  const pair = `${shortSha(commit)} and ${shortSha(theirs)}, which is on "latest"`;
  return ancestry === 'unknown'
    ? new FailedError(
        `This clone cannot tell which is newer, ${pair}: its history is not whole.`,
        'Fetch the whole history (actions/checkout: fetch-depth: 0; else git fetch --unshallow), or publish with --force.',
      )
    : new FailedError(
        `Neither is an ancestor of the other: ${pair}.`,
        'Publish from the branch that "latest" follows (with the whole history: fetch-depth: 0), or publish with --force.',
      );
}
