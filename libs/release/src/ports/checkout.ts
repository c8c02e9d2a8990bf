/** A file as a commit has it. `blob` names its bytes as git stores them. */
export interface TreeEntry {
  /** Relative to the workspace. */
  path: string;
  /** 100644, 100755, 120000 for a symlink, 160000 for a submodule that is not checked out. */
  mode: string;
  blob: string;
}

/** A path that is not the same in two trees. */
export interface TreeChange {
  path: string;
  isNew: boolean;
}

/** What is checked out, held against what a commit has. All paths are relative to the workspace. */
export interface Checkout {
  /** Paths that differ from `HEAD`, untracked ones too, whatever git was told to overlook. */
  uncommitted(): Promise<string[]>;
  /** Paths of `HEAD` that are not in the working tree on purpose, by a sparse checkout. */
  leftOut(): Promise<string[]>;
  /** Every file below the workspace in a commit, with those of submodules that are checked out. */
  tree(sha: string): Promise<TreeEntry[]>;
  /** What is different between two commits or trees; nothing when this clone lacks one of them. */
  changedBetween(from: string, to: string): Promise<TreeChange[] | undefined>;
}
