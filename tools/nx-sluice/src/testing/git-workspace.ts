import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A workspace with a git history of its own, and a place for its local cloud beside it, in a temporary folder. */
export class GitWorkspace {
  readonly root: string;
  /** The folder of its local cloud. */
  readonly cloud: string;
  protected readonly folder: string;

  /** @param files by their path in the workspace; not committed yet */
  constructor(prefix: string, files: Readonly<Record<string, string>>) {
    this.folder = mkdtempSync(join(tmpdir(), prefix));
    this.root = join(this.folder, 'workspace');
    this.cloud = join(this.folder, 'cloud');
    for (const [path, content] of Object.entries(files)) this.write(path, content);
    this.initialize();
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.root, encoding: 'utf8' }).trim();
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content);
  }

  /** Commits everything, and returns the sha. */
  commit(subject: string): string {
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', subject);
    return this.head();
  }

  /**
   * Writes what `git init` and `git config` would, as gitrepository-layout(5) has it: hundreds of tests begin so, and three
   * processes each cost more than the rest of many.
   */
  private initialize(): void {
    for (const folder of ['objects', 'refs/heads'])
      mkdirSync(join(this.root, '.git', folder), { recursive: true });
    this.write('.git/HEAD', 'ref: refs/heads/main\n');
    this.write(
      '.git/config',
      `[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = false
\tlogallrefupdates = true
[user]
\tname = Amy Anderson
\temail = amy@example.org
`,
    );
  }

  /** The sha that HEAD has right after a commit, when its branch has a file of its own. */
  private head(): string {
    const read = (path: string) => readFileSync(join(this.root, '.git', path), 'utf8').trim();
    const head = read('HEAD');
    return head.startsWith('ref: ') ? read(head.slice('ref: '.length)) : head;
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
