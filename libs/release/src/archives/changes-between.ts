import type { Ancestry, Commit } from '../ports/commits';
import type { ReleaseContext } from '../context';
import { readArchive } from '../tags/read-tag';

/** A commit, and the content that its archive has. */
export interface Content {
  commit: string;
  digest?: string;
}

type Context = Pick<ReleaseContext, 'bucket' | 'prefix' | 'commits'>;

/** So many archives are asked for their content, one request each, before the rest is taken for changes. */
const archivesToAsk = 10;

/**
 * The commits by which `newer` differs from `older`, newest first: those that are reachable from the one and not from
 * the other, without the ones that still have the very content of `older`. None where both have the same content.
 */
export async function changesBetween(context: Context, older: Content, newer: Content): Promise<Commit[]> {
  if (isSame(older, newer)) return [];
  const commits = await context.commits.between(older.commit, newer.commit);
  if (older.digest === undefined || commits.length < 2) return commits;
  return commits.slice(0, commits.length - (await unchanged(context, commits, older.digest)));
}

/**
 * How many commits `here` is behind `there`: the one answer of status, console and plans.
 * @returns nothing when this clone cannot tell.
 */
export async function commitsBehind(
  context: Context,
  here: Content,
  there: Content,
): Promise<number | undefined> {
  return (await commitsMissing(context, here, there))?.length;
}

/**
 * The commits that `here` lacks of `there`, newest first.
 * @returns nothing when this clone cannot tell.
 */
export async function commitsMissing(
  context: Context,
  here: Content,
  there: Content,
): Promise<Commit[] | undefined> {
  if (isSame(here, there)) return [];
  const ancestry: Ancestry = await context.commits.ancestry(here.commit, there.commit);
  if (ancestry === 'unknown') return undefined;
  if (ancestry === 'same' || ancestry === 'descendant') return [];
  return changesBetween(context, here, there);
}

function isSame(one: Content, other: Content): boolean {
  return one.digest !== undefined && one.digest === other.digest;
}

/** How many of the oldest commits still have this content. Those without an archive of their own changed nothing. */
async function unchanged(context: Context, commits: readonly Commit[], digest: string): Promise<number> {
  let last = 0;
  for (const [index, { sha }] of commits.slice(1).toReversed().slice(0, archivesToAsk).entries()) {
    const archive = await readArchive(context, sha);
    if (archive === undefined) continue;
    if (archive.metadata.digest !== digest) break;
    last = index + 1;
  }
  return last;
}
