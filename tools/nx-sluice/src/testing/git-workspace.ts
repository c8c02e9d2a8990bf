import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
    this.git('init', '-q', '-b', 'main');
    this.git('config', 'user.name', 'Amy Anderson');
    this.git('config', 'user.email', 'amy@example.org');
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
    return this.git('rev-parse', 'HEAD');
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
