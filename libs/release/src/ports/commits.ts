import type { Ancestry, Commit } from '@sluice/contract';

export type { Ancestry, Commit };

/** How several commits stand to each other, found out at once. */
export interface Lineage {
  /** Those that this clone has: every commit before its ancestors. */
  order: string[];
  /** Whether `a` is an ancestor of `b`; false for the same commit, and where this clone lacks one of them. */
  isAncestor(a: string, b: string): boolean;
}

/** The branches whose commits may move `latest`. */
export interface PublishBranches {
  /** Names, or patterns such as `release/*`; the default branch when absent. */
  names?: readonly string[];
  /** What the workspace calls its default branch, `main` or `origin/main`. */
  preferred?: string;
}

/** Whether a commit is on one of the branches that count. */
export interface BranchMembership {
  /** Those branches. */
  branches: readonly string[];
  /** `no-ref`: this clone has none of them. `shallow`: it has one, cut off before it could tell. */
  answer: 'yes' | 'no' | 'no-ref' | 'shallow';
}

/** The commits of the repository that is being shipped. */
export interface Commits {
  /**
   * A full or short sha, a branch, a tag or `HEAD` to a full sha; nothing when it is no commit in this repository. Rejects when it
   * names two.
   */
  resolve(ref: string): Promise<string | undefined>;
  /** Branches and tags that {@link resolve} knows; absent where there is no clone. */
  names?(): Promise<string[]>;
  /** The address that git knows the remote `origin` by; absent where there is no clone, nothing where it has none. */
  origin?(): Promise<string | undefined>;
  /** Nothing when this clone does not have the commit. */
  describe(sha: string): Promise<Commit | undefined>;
  /** The same for many; commits that this clone does not have are left out. */
  describeAll(shas: readonly string[]): Promise<Map<string, Commit>>;
  ancestry(a: string, b: string): Promise<Ancestry>;
  /** `ancestry` of each of these with each other, at the price of a few questions, however many they are. */
  lineage(shas: readonly string[]): Promise<Lineage>;
  /** Commits reachable from `to` and not from `from`, newest first; `limit` at the most. */
  between(from: string, to: string, limit?: number): Promise<Commit[]>;
  /** Ancestors of `sha`, itself excluded, near ones first and none before its own descendants. */
  ancestors(sha: string, limit: number): Promise<string[]>;
  /** By the refs of this clone: local branches, and what was fetched from remotes. */
  membership(sha: string, branches: PublishBranches): Promise<BranchMembership>;
}
