import type { TreeChange, TreeEntry } from '@sluice/release';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { git, gitOutput, type GitOptions } from './git';
import { GitError } from './git-error';

const submodule = '160000';

/**
 * The files of a commit below `root`, which may be below the repository's top. Those of a submodule come from the
 * commit that is named for it, where it is checked out and has that commit; else the submodule is one entry.
 */
export async function listTree(root: string, sha: string, options: GitOptions): Promise<TreeEntry[]> {
  const entries = parse(await gitOutput(root, ['ls-tree', '-r', '-z', sha], options));
  const expanded = await Promise.all(
    entries.map((entry) => (entry.mode === submodule ? filesOf(root, entry, options) : [entry])),
  );
  return expanded.flat();
}

async function filesOf(root: string, entry: TreeEntry, options: GitOptions): Promise<TreeEntry[]> {
  const folder = join(root, entry.path);
  // Without it git would answer for the repository around.
  const isCheckedOut = await lstat(join(folder, '.git')).catch(() => undefined);
  if (!isCheckedOut) return [entry];
  try {
    if ((await git(folder, ['cat-file', '-e', `${entry.blob}^{tree}`], options)).code !== 0) return [entry];
    const files = await listTree(folder, entry.blob, options);
    return files.map((file) => ({ ...file, path: `${entry.path}/${file.path}` }));
  } catch (error) {
    // Nothing but a word of its user helps; all else is a submodule that is not checked out as it should be.
    if (error instanceof GitError && error.code === 'untrusted') throw error;
    return [entry];
  }
}

function parse(listed: string): TreeEntry[] {
  return listed
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [, mode = '', blob = '', path = ''] = /^(\d+) \S+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return { path, mode, blob };
    });
}

/** Relative to `root`; nothing when this clone lacks one of the two. */
export async function changedBetween(
  root: string,
  from: string,
  to: string,
  options: GitOptions,
): Promise<TreeChange[] | undefined> {
  const args = ['diff-tree', '-r', '-z', '--no-renames', '--name-status', '--relative', from, to];
  const { code, stdout } = await git(root, args, options);
  if (code !== 0) return undefined;
  const fields = stdout.split('\0').filter((word) => word !== '');
  return Array.from({ length: fields.length / 2 }, (_, index) => ({
    path: fields[index * 2 + 1] ?? '',
    isNew: fields[index * 2] === 'A',
  }));
}
