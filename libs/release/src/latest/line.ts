import { SluiceError } from '../errors';
import { latestTag, newestKey, shortSha } from '../keys';
import type { Ancestry } from '../ports/commits';
import type { ReleaseContext } from '../context';
import { readTag, type Stored } from '../tags/read-tag';
import type { Head, Newest } from './newest';
import { readRegister, type Register } from './register';
import { fetchCompleteHistory } from './complete-history';

/** So many ancestors go with a commit into the register. */
export const ancestorsToKeep = 100;

/** The tag, the register, and what they say together. */
export interface Line {
  tag?: Stored;
  register: Register;
  /** What the register names or, without one, what the tag does. */
  newest?: Newest;
}

/**
 * The tag is read before the register: whoever moved it had read the register before that, so what is read here is
 * never behind the tag, and moving the tag to it never moves back.
 */
export async function readLine(context: ReleaseContext, known?: Register): Promise<Line> {
  const tag = await readTag(context, latestTag);
  return lineOf(context, tag, await readRegister(context, known));
}

/** The same at once, for whoever moves no tag by it. */
export async function glanceAtLine(context: ReleaseContext): Promise<Line> {
  const [tag, register] = await Promise.all([readTag(context, latestTag), readRegister(context)]);
  return lineOf(context, tag, register);
}

async function lineOf(context: ReleaseContext, tag: Stored | undefined, register: Register): Promise<Line> {
  return { tag, register, newest: register.newest ?? (await newestOfTag(context, tag)) };
}

/** A register is repaired by the next publish; whoever only looks goes by the tag as well, and says nothing. */
export function warnOfUnreadable(context: ReleaseContext, { register, newest }: Line): void {
  if (!register.isUnreadable) return;
  const instead = newest === undefined ? '' : `, from ${shortSha(newest.commit)}, which is on "${latestTag}"`;
  const message = `${newestKey(context.prefix)} does not name the newest commit; it is rewritten${instead}.`;
  context.report({ kind: 'warning', message });
}

async function newestOfTag(
  { commits }: ReleaseContext,
  tag: Stored | undefined,
): Promise<Newest | undefined> {
  const { commit, digest, project } = tag?.metadata ?? {};
  if (commit === undefined || digest === undefined) return undefined;
  return { commit, digest, project, follows: await commits.ancestors(commit, ancestorsToKeep) };
}

/** How a commit stands to a head: what the register has written down first, then what this clone knows. */
export async function standingTo({ commits }: ReleaseContext, commit: string, head: Head): Promise<Ancestry> {
  if (commit === head.commit) return 'same';
  return head.follows.includes(commit) ? 'ancestor' : commits.ancestry(commit, head.commit);
}

/** @returns the error for two commits of which nobody can say which is newer. */
export function undecidable(
  context: ReleaseContext,
  ancestry: 'unrelated' | 'unknown',
  commit: string,
  theirs: string | undefined,
): SluiceError {
  if (theirs === undefined) {
    return new SluiceError(
      'ancestry-unknown',
      '"latest" has no commit in its metadata: it was copied manually.',
      'Check who copied it, and whether it may be replaced.',
    );
  }
  const pair = `${shortSha(commit)} and ${shortSha(theirs)}, which "latest" follows`;
  return ancestry === 'unknown'
    ? new SluiceError(
        'ancestry-unknown',
        `This clone cannot determine which is newer, ${pair}: its history is incomplete.`,
        fetchCompleteHistory(context),
      )
    : new SluiceError(
        'ancestry-unknown',
        `Neither is an ancestor of the other: ${pair}.`,
        'Publish from the branch that "latest" follows (with the complete history: fetch-depth: 0).',
      );
}
