import { SluiceError } from '../errors';
import { newestKey, shortSha } from '../keys';
import type { ReleaseContext } from '../context';
import { honorsConditions } from '../tags/conditions';
import { readArchive, type Stored } from '../tags/read-tag';
import { readLine, standingTo, undecidable, warnOfUnreadable, type Line } from './line';
import { isSame, succeed, type Newest } from './newest';
import { writeRegister, type Register } from './register';

/** How often a register that others keep moving is checked again. */
const attempts = 20;

/**
 * The newest of a publication's commit and what `latest` follows, by ancestry and never by a clock. Writes nothing.
 * @throws SluiceError `ancestry-unknown` when this clone cannot tell, unless `force`.
 */
export async function newestOf(
  context: ReleaseContext,
  { tag, newest }: Line,
  mine: Newest,
  force: boolean,
): Promise<Newest> {
  if (force) return mine;
  if (tag !== undefined && tag.metadata.commit === undefined)
    throw undecidable(context, 'unknown', mine.commit, undefined);
  if (newest === undefined) return mine;
  const standing = mine.follows.includes(newest.commit)
    ? 'descendant'
    : await standingTo(context, mine.commit, newest);
  if (standing === 'ancestor') return newest;
  if (standing === 'same' || standing === 'descendant') return mine;
  if (standing === 'unrelated' && (await isOnBranch(context, newest.commit))) {
    // Who began to publish it may have died: what was not published stands in nobody's way.
    if (await isPublished(context, newest, tag)) return newest;
    return (await headThatFollows(context, newest, mine)) ?? mine;
  }
  throw undecidable(context, standing, mine.commit, newest.commit);
}

/** One of the heads beside the newest that descends from `mine`, which then is no head itself. */
async function headThatFollows(
  context: ReleaseContext,
  { siblings = [] }: Newest,
  { commit, project }: Newest,
): Promise<Newest | undefined> {
  for (const head of siblings)
    if ((await standingTo(context, commit, head)) === 'ancestor') return { ...head, project };
  return undefined;
}

/**
 * Two commits that a merge brings together are both on the branch, and neither is newer: the merge is what moves
 * `latest` on. What the branch does not hold any more was rewritten, and only a person can tell what counts.
 */
async function isOnBranch({ commits, settings }: ReleaseContext, commit: string): Promise<boolean> {
  return (await commits.membership(commit, settings.publishBranches ?? {})).answer === 'yes';
}

async function isPublished(
  context: ReleaseContext,
  { commit }: Newest,
  tag: Stored | undefined,
): Promise<boolean> {
  return tag?.metadata.commit === commit || (await readArchive(context, commit)) !== undefined;
}

/**
 * Moves the register forward to `mine`, or leaves it where a newer commit is named. A register that is missing or makes
 * no sense is written again from what the tag names.
 * @throws SluiceError `ancestry-unknown` when this clone cannot tell which is newer, unless `force`; `race-lost` when it never held still.
 */
export async function advance(
  context: ReleaseContext,
  line: Line,
  mine: Newest,
  force: boolean,
): Promise<Register> {
  let [wanted, isForced, seen] = [mine, force, line];
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const newest = await newestOf(context, seen, wanted, isForced);
    const { register } = seen;
    if (isSame(register.newest, newest)) return register;
    warnOfUnreadable(context, seen);
    await honorsConditions(context);
    // Whoever forces it says that what was begun before counts no more.
    const before = isForced ? undefined : seen.newest;
    const next = await succeed(newest, before, async (commit) => isAncestor(context, commit, newest));
    const written = await writeRegister(context, register, next);
    const hidden = await newestAmong(context, newest, written?.covered ?? []);
    if (written !== undefined && hidden === newest) return written.register;
    if (written === undefined) {
      context.report({
        kind: 'retrying',
        key: newestKey(context.prefix),
        why: 'it was changed by someone else',
      });
    } else {
      [wanted, isForced] = [hidden, false];
    }
    seen = await readLine(context);
  }
  throw new SluiceError(
    'race-lost',
    `${newestKey(context.prefix)} was changed by others ${attempts} times during the update to ${shortSha(mine.commit)}.`,
    'Try again.',
  );
}

async function isAncestor(context: ReleaseContext, commit: string, head: Newest): Promise<boolean> {
  return (await standingTo(context, commit, head)) === 'ancestor';
}

async function newestAmong(context: ReleaseContext, mine: Newest, others: Newest[]): Promise<Newest> {
  let newest = mine;
  for (const other of others)
    if ((await standingTo(context, newest.commit, other)) === 'ancestor') newest = other;
  return newest;
}
