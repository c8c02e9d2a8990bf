import type { Ancestry, Commit } from '../views/commit';

export type { Ancestry, Commit };

/** The commits of the repository that is being shipped. */
export interface Commits {
  /** A full or short sha, a branch, a tag or `HEAD` to a full sha; nothing when it names no commit here. */
  resolve(ref: string): Promise<string | undefined>;
  /** Nothing when this clone does not have the commit. */
  describe(sha: string): Promise<Commit | undefined>;
  ancestry(a: string, b: string): Promise<Ancestry>;
  /** Commits reachable from `to` and not from `from`, newest first; `limit` at the most. */
  between(from: string, to: string, limit?: number): Promise<Commit[]>;
  /** The first-parent and other ancestors of `sha`, itself excluded, newest first. */
  ancestors(sha: string, limit: number): Promise<string[]>;
  /** Paths that differ from `HEAD`, untracked ones too, relative to the workspace. */
  uncommitted(): Promise<string[]>;
}
