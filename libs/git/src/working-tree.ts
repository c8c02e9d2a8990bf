import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { git, gitOutput, outputOf, type GitOptions } from './git';

/** HEAD as it is checked out. */
export interface CheckedOut {
  commit: string;
  tree: string;
}

/** A file as the index has it. */
export interface IndexEntry {
  path: string;
  /** 100644, 100755, 120000 for a symlink, 160000 for a submodule. */
  mode: string;
  blob: string;
  /** Why git does not look at the file in the working tree; a sparse checkout marks what it leaves out skip-worktree. */
  unseen?: 'assume-unchanged' | 'skip-worktree';
}

/** How git stores a file that it converts on the way in. */
export interface Converted {
  blob: string;
  /** What says so: attributes, which belong to the commit, or settings of this machine such as core.autocrlf. */
  by: 'attributes' | 'settings';
}

/** What could let git overlook a change, and is a matter of this machine: the answers must not depend on it. */
const unhelpful = ['core.fsmonitor=false', 'core.untrackedCache=false', 'core.checkStat=default'];

/** Attributes that make git store other bytes than the file has, by the commit's own word; see gitattributes(5). */
const converting = ['filter', 'eol', 'ident', 'working-tree-encoding'];

/** The files below `root` that are checked out, as they are on the disk. Paths are relative to `root`. */
export class WorkingTree {
  constructor(
    private readonly root: string,
    private readonly options: GitOptions = {},
  ) {}

  /** Nothing before the first commit. */
  async head(): Promise<CheckedOut | undefined> {
    const { code, stdout } = await this.run(['rev-parse', '--quiet', 'HEAD^{commit}', 'HEAD^{tree}']);
    const [commit, tree] = stdout.trim().split('\n');
    return code === 0 && commit && tree ? { commit, tree } : undefined;
  }

  /** Puts files into the index. @throws GitError where there is no repository, or git ignores one of them */
  async stage(paths: readonly string[]): Promise<void> {
    await gitOutput(this.root, ['add', '--', ...paths], this.options);
  }

  /** How objects are named here. */
  async objectFormat(): Promise<'sha1' | 'sha256'> {
    const { code, stdout } = await this.run(['rev-parse', '--show-object-format']);
    return code === 0 && stdout.trim() === 'sha256' ? 'sha256' : 'sha1';
  }

  /** Whether the executable bit of a file on this disk means nothing. */
  async ignoresModes(): Promise<boolean> {
    const { stdout } = await this.run(['config', '--type=bool', '--get', 'core.fileMode']);
    return stdout.trim() === 'false';
  }

  async index(): Promise<IndexEntry[]> {
    const listed = await this.output(['ls-files', '-z', '-v', '--stage']);
    return listed
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => {
        const [, tag = '', mode = '', blob = '', path = ''] =
          /^(\S) (\d+) ([0-9a-f]+) \d\t(.*)$/s.exec(line) ?? [];
        return { path, mode, blob, unseen: unseenBy(tag) };
      });
  }

  /** Those of some folders that git ignores as a whole, as it does `dist`. */
  async ignoredFolders(folders: readonly string[]): Promise<Set<string>> {
    if (folders.length === 0) return new Set();
    const { stdout } = await this.run(['check-ignore', '-z', '--stdin'], folders.join('\0'));
    return new Set(stdout.split('\0').filter((folder) => folder !== ''));
  }

  /**
   * Paths that differ from `HEAD`, untracked ones too: what `git status` tells, and what flags of the index hide from
   * it. A file that a sparse checkout leaves out is no difference; {@link leftOut} lists those.
   */
  async uncommitted(): Promise<string[]> {
    const args = ['status', '--porcelain', '-z', '--untracked-files=all', '--ignore-submodules=none'];
    const settings = unhelpful.flatMap((setting) => ['-c', setting]);
    const unseen = this.changedUnseen();
    // What git says of the status comes first.
    unseen.catch(() => undefined);
    const status = outputOf(args, await this.run([...settings, ...args, '--no-renames']));
    const seen = status
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => line.slice(3));
    return [...new Set([...(await this.fromRoot(seen)), ...(await unseen)])];
  }

  /** Files of the index that a sparse checkout, or a skip-worktree flag, leaves out of the working tree. */
  async leftOut(): Promise<string[]> {
    const missing = (await this.unseen()).filter(({ kind }) => kind === 'missing');
    return missing.filter(({ unseen }) => unseen === 'skip-worktree').map(({ path }) => path);
  }

  /** How git would store these files, by its filters and line endings; those that cannot be told are left out. */
  async converted(paths: readonly string[]): Promise<Map<string, Converted>> {
    if (paths.length === 0) return new Map();
    const input = paths.map((path) => `"${path.replace(/["\\]/g, '\\$&')}"`).join('\n');
    const hashed = await this.run(['hash-object', '--stdin-paths'], `${input}\n`);
    if (hashed.code !== 0) return new Map();
    const blobs = hashed.stdout.trim().split('\n');
    const declared = await this.converting(paths);
    return new Map(
      paths.map((path, index) => {
        const by = declared.has(path) ? 'attributes' : 'settings';
        return [path, { blob: blobs[index] ?? '', by } as const];
      }),
    );
  }

  /** Paths that an attribute gives to Git LFS. */
  async largeFiles(paths: readonly string[]): Promise<Set<string>> {
    const filtered = await this.attributes(['filter'], paths);
    return new Set(filtered.filter(({ value }) => value === 'lfs').map(({ path }) => path));
  }

  private async converting(paths: readonly string[]): Promise<Set<string>> {
    const found = await this.attributes(converting, paths);
    return new Set(
      found.filter(({ value }) => value !== 'unspecified' && value !== 'unset').map(({ path }) => path),
    );
  }

  private async attributes(
    names: string[],
    paths: readonly string[],
  ): Promise<{ path: string; value: string }[]> {
    if (paths.length === 0) return [];
    const fields = (await this.output(['check-attr', '-z', '--stdin', ...names], paths.join('\0'))).split(
      '\0',
    );
    return Array.from({ length: Math.floor(fields.length / 3) }, (_, index) => ({
      path: fields[index * 3] ?? '',
      value: fields[index * 3 + 2] ?? '',
    }));
  }

  /** Files that git was told not to look at, and that are changed or deleted anyway. */
  private async changedUnseen(): Promise<string[]> {
    const entries = await this.unseen();
    const files = entries.filter(({ kind, mode }) => kind === 'file' && mode !== '120000');
    const stored = await this.converted(files.map(({ path }) => path));
    const changed = entries.filter(({ kind, mode, path, blob, unseen }) => {
      if (kind === 'missing') return unseen === 'assume-unchanged';
      if (mode === '160000') return false;
      return kind === 'file' ? stored.get(path)?.blob !== blob : mode !== '120000';
    });
    return changed.map(({ path }) => path);
  }

  private async unseen() {
    const flagged = (await this.index()).filter(({ unseen }) => unseen !== undefined);
    return Promise.all(flagged.map(async (entry) => ({ ...entry, kind: await this.kindOf(entry.path) })));
  }

  private async kindOf(path: string): Promise<'file' | 'link' | 'missing'> {
    const stats = await lstat(join(this.root, path)).catch(() => undefined);
    if (stats === undefined) return 'missing';
    return stats.isSymbolicLink() ? 'link' : 'file';
  }

  /** `git status` speaks of the repository's top, which may lie above `root`. */
  private async fromRoot(paths: string[]): Promise<string[]> {
    if (paths.length === 0) return paths;
    const prefix = (await this.output(['rev-parse', '--show-prefix'])).trim();
    const up = '../'.repeat(prefix.split('/').length - 1);
    return paths.map((path) => (path.startsWith(prefix) ? path.slice(prefix.length) : `${up}${path}`));
  }

  private run(args: string[], input?: string) {
    return git(this.root, args, { ...this.options, input });
  }

  private output(args: string[], input?: string) {
    return gitOutput(this.root, args, { ...this.options, input });
  }
}

/** The letters of `git ls-files -v`. */
function unseenBy(tag: string): IndexEntry['unseen'] {
  if (tag.toUpperCase() === 'S') return 'skip-worktree';
  return tag === tag.toUpperCase() ? undefined : 'assume-unchanged';
}
