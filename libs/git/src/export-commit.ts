import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { git, gitOutput, outputOf } from './git';

/** The files of a commit, in a folder of their own. */
export interface ExportedCommit {
  /** What `root` is in the repository, in that folder. */
  root: string;
  /** Variables by which git, run in that folder, knows the repository. */
  env: Record<string, string>;
}

/** Milliseconds; every file of the commit is written. */
const timeoutMs = 600_000;

/**
 * Writes the files of a commit below an empty folder. The repository, its index and its working tree stay as they are,
 * and nothing of it is left in the repository, as `git worktree add` would.
 * @throws GitError when git cannot.
 */
export async function exportCommit(root: string, sha: string, folder: string): Promise<ExportedCommit> {
  const gitDir = (await gitOutput(root, ['rev-parse', '--absolute-git-dir'])).trim();
  const prefix = (await gitOutput(root, ['rev-parse', '--show-prefix'])).trim();
  const tree = join(folder, 'tree');
  const env = { GIT_DIR: gitDir, GIT_WORK_TREE: tree, GIT_INDEX_FILE: join(folder, 'index') };
  // Large files matter by their names only, and a sparse checkout is about the working tree alone.
  const options = { timeout: timeoutMs, env: { ...env, GIT_LFS_SKIP_SMUDGE: '1' } };
  await mkdir(tree);
  const commands = [
    ['read-tree', sha],
    ['checkout-index', '--all', '--force', '--quiet'],
  ];
  for (const args of commands)
    outputOf(args, await git(tree, ['-c', 'core.sparseCheckout=false', ...args], options));
  return { root: join(tree, prefix), env };
}
