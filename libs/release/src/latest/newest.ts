import { isCommitId } from '../keys';

/** A commit and the content that was published of it. */
export interface PublishedEntry {
  commit: string;
  digest: string;
}

/** The end of a branch: a commit whose publication was begun, and that no other one descends from. */
export interface Head extends PublishedEntry {
  /** Its nearest ancestors, no commit before its descendants: what a clone that lacks the commit can tell by. */
  follows: string[];
}

/** The newest commit of the line that `latest` follows, and what was begun beside and before it. */
export interface Newest extends Head {
  /** The Nx project that publishes here, where it is known. */
  project?: string;
  /** Heads that were not published when this one took their place; one that has its archive by now may still come. */
  siblings?: Head[];
  /** What the register named before, newest first: where the same content may be found without a search. */
  recent?: PublishedEntry[];
}

/** With 100 ancestors each, they and the rest are two thirds of what is read of a register. */
const mostSiblings = 6;
const mostRecent = 30;

/**
 * What the register says after `mine` took the place of `before`.
 * @param isAncestor whether a commit is an ancestor of `mine`: such a one is no head any more.
 */
export async function succeed(
  mine: Newest,
  before: Newest | undefined,
  isAncestor: (commit: string) => Promise<boolean>,
): Promise<Newest> {
  if (before === undefined) return mine;
  const others = <T extends PublishedEntry>(all: T[]) => all.filter(({ commit }) => commit !== mine.commit);
  const siblings: Head[] = [];
  for (const { commit, digest, follows } of others([before, ...(before.siblings ?? [])]))
    if (!(await isAncestor(commit))) siblings.push({ commit, digest, follows });
  const { commit, digest } = before;
  const recent = others([{ commit, digest }, ...others(before.recent ?? [])]);
  return {
    ...mine,
    siblings: siblings.slice(0, mostSiblings),
    recent: recent.slice(0, mostRecent),
  };
}

/** Whether both name the same publication. */
export function isSame(a: PublishedEntry | undefined, b: PublishedEntry): boolean {
  return a?.commit === b.commit && a.digest === b.digest;
}

/** A commit that `latest` may be brought to, and the head that it is, or is an ancestor of. */
export interface Candidate {
  commit: string;
  head: Head;
}

/**
 * Where `latest` may go, best first: to the newest commit; else, if its publication was never completed, to a head that
 * it took the place of, or an ancestor of that; else to its own ancestors.
 */
export function candidatesOf(newest: Newest): Candidate[] {
  const own = new Set([newest.commit, ...newest.follows]);
  const beside = (newest.siblings ?? []).flatMap((head) =>
    [head.commit, ...head.follows].flatMap((commit) => (own.has(commit) ? [] : [{ commit, head }])),
  );
  const seen = new Set<string>();
  return [
    { commit: newest.commit, head: newest },
    ...beside,
    ...newest.follows.map((commit) => ({ commit, head: newest })),
  ].filter(({ commit }) => !seen.has(commit) && seen.add(commit));
}

/** @returns nothing where the text is no register. */
export function parseNewest(value: unknown): Newest | undefined {
  const head = headOf(value);
  if (head === undefined) return undefined;
  const { project, siblings, recent } = value as Record<string, unknown>;
  return {
    ...head,
    project: typeof project === 'string' ? project : undefined,
    siblings: list(siblings).flatMap((one) => headOf(one) ?? []),
    recent: list(recent).flatMap((one) => publishedEntryOf(one) ?? []),
  };
}

function headOf(value: unknown): Head | undefined {
  const publication = publishedEntryOf(value);
  const { follows } = (value ?? {}) as { follows?: unknown };
  return publication && { ...publication, follows: list(follows).filter(isCommitId) };
}

function publishedEntryOf(value: unknown): PublishedEntry | undefined {
  const { commit, digest } = (value ?? {}) as Record<string, unknown>;
  return isCommitId(commit) && typeof digest === 'string' && digest !== '' ? { commit, digest } : undefined;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
