import type { Ancestry, Commit } from '@sluice/contract';
import type {
  BranchMembership,
  Checkout,
  Commits,
  Lineage,
  PublishBranches,
  TreeChange,
  TreeEntry,
} from '@sluice/release';
import { membership } from './branches';
import { git, type GitAnswer, outputOf } from './git';
import { lineageOf } from './lineage';
import { resolveCommit } from './resolve';
import { changedBetween, listTree } from './tree';
import { WorkingTree } from './working-tree';

const isFullSha = (text: string) => /^[0-9a-f]{40}$/.test(text);
const unit = '\x1f';
const format = ['%H', '%an', '%ct', '%s'].join('%x1f');

/**
 * The repository that holds `root`, as {@link Commits} and {@link Checkout}. Nothing is cached: another process may commit in the meantime.
 * Every method rejects with a GitError where git cannot use the repository.
 */
export class GitRepository implements Commits, Checkout {
  constructor(
    private readonly root: string,
    /** Milliseconds that one command of git may take; a minute when absent. */
    private readonly timeout?: number,
  ) {}

  /** @throws GitError when a short sha or a name stands for more than one commit. */
  async resolve(ref: string): Promise<string | undefined> {
    return resolveCommit(this.root, ref, { timeout: this.timeout });
  }

  async names(): Promise<string[]> {
    const listed = await this.must([
      'for-each-ref',
      '--format=%(refname:lstrip=2)',
      'refs/heads',
      'refs/tags',
    ]);
    return listed.split('\n').filter((name) => name !== '');
  }

  async origin(): Promise<string | undefined> {
    const { code, stdout } = await this.git(['remote', 'get-url', 'origin']);
    return code === 0 ? stdout.trim() : undefined;
  }

  async describe(sha: string): Promise<Commit | undefined> {
    const [commit] = await this.logOf([sha], ['-n', '1', sha]);
    return commit;
  }

  async describeAll(shas: readonly string[]): Promise<Map<string, Commit>> {
    const known = shas.filter(isFullSha);
    if (known.length === 0) return new Map();
    const args = ['--no-walk=unsorted', '--ignore-missing', '--stdin'];
    const commits = await this.log(args, `${known.join('\n')}\n`);
    return new Map(commits.map((commit) => [commit.sha, commit]));
  }

  async ancestry(a: string, b: string): Promise<Ancestry> {
    if (a === b) return 'same';
    if (!isFullSha(a) || !isFullSha(b)) return 'unknown';
    // Most often both are here, so that is not asked first.
    if (await this.reaches(a, b)) return 'ancestor';
    if (await this.reaches(b, a)) return 'descendant';
    if (!(await this.has(a)) || !(await this.has(b))) return 'unknown';
    return (await this.isShallow()) ? 'unknown' : 'unrelated';
  }

  lineage(shas: readonly string[]): Promise<Lineage> {
    return lineageOf(shas.filter(isFullSha), (args, input) => this.must(args, input));
  }

  async between(from: string, to: string, limit = 1000): Promise<Commit[]> {
    return this.logOf([from, to], ['-n', String(limit), `${from}..${to}`]);
  }

  async ancestors(sha: string, limit: number): Promise<string[]> {
    if (!isFullSha(sha)) return [];
    const args = ['rev-list', '--parents', '-n', String(limit + 1), sha];
    const answered = await this.git(args);
    // Most often it is here, so that is not asked first.
    if (answered.code !== 0 && !(await this.has(sha))) return [];
    const answer = outputOf(args, answered);
    const parents = new Map<string, string[]>();
    for (const line of answer.split('\n')) {
      const [commit, ...its] = line.split(' ');
      if (commit) parents.set(commit, its);
    }
    return descendantsFirst(sha, parents).slice(1, limit + 1);
  }

  async membership(sha: string, branches: PublishBranches): Promise<BranchMembership> {
    return membership((args) => this.git(args), sha, branches);
  }

  uncommitted(): Promise<string[]> {
    return this.workingTree().uncommitted();
  }

  leftOut(): Promise<string[]> {
    return this.workingTree().leftOut();
  }

  tree(sha: string): Promise<TreeEntry[]> {
    return listTree(this.root, sha, { timeout: this.timeout });
  }

  changedBetween(from: string, to: string): Promise<TreeChange[] | undefined> {
    return changedBetween(this.root, from, to, { timeout: this.timeout });
  }

  /** Whether history was cut off, as `actions/checkout` does unless told `fetch-depth: 0`. */
  async isShallow(): Promise<boolean> {
    return (await this.must(['rev-parse', '--is-shallow-repository'])).trim() === 'true';
  }

  /** Who git says is at work here: `Name <address>`; nothing when git was never told. */
  async person(): Promise<string | undefined> {
    const { stdout } = await this.git(['config', '-z', '--get-regexp', '^user\\.(name|email)$']);
    // The last one counts where several files of settings say it.
    const values = new Map(
      stdout
        .split('\0')
        .map((entry) => [entry.split('\n', 1)[0], entry.slice(entry.indexOf('\n') + 1).trim()]),
    );
    const [name, email] = [values.get('user.name'), values.get('user.email')];
    if (name && email) return `${name} <${email}>`;
    return name || email || undefined;
  }

  private async has(sha: string): Promise<boolean> {
    if (!isFullSha(sha)) return false;
    return (await this.git(['cat-file', '-e', `${sha}^{commit}`])).code === 0;
  }

  private async reaches(a: string, b: string): Promise<boolean> {
    return (await this.git(['merge-base', '--is-ancestor', a, b])).code === 0;
  }

  /** Nothing when one of these is not here, which is asked only when git fails. */
  private async logOf(shas: string[], args: string[]): Promise<Commit[]> {
    if (!shas.every(isFullSha)) return [];
    try {
      return await this.log(args);
    } catch (error) {
      for (const sha of shas) if (!(await this.has(sha))) return [];
      throw error;
    }
  }

  private async log(args: string[], input?: string): Promise<Commit[]> {
    const answer = await this.must(['log', '-z', `--format=${format}`, ...args], input);
    return answer
      .split('\0')
      .filter((record) => record !== '')
      .map((record) => {
        const [sha = '', author = '', seconds = '0', ...subject] = record.split(unit);
        const committedAt = new Date(Number(seconds) * 1000).toISOString();
        return { sha, author, committedAt, subject: subject.join(unit) };
      });
  }

  private workingTree(): WorkingTree {
    return new WorkingTree(this.root, { timeout: this.timeout });
  }

  private git(args: string[], input?: string): Promise<GitAnswer> {
    return git(this.root, args, { timeout: this.timeout, input });
  }

  private async must(args: string[], input?: string): Promise<string> {
    return outputOf(args, await this.git(args, input));
  }
}

/**
 * git lists by the committers' clocks, which may run apart, and shows a parent before its child then. `--topo-order` would
 * walk the complete history for the sake of a few commits.
 */
function descendantsFirst(start: string, parents: ReadonlyMap<string, string[]>): string[] {
  const waiting = new Map<string, number>();
  for (const its of parents.values())
    for (const parent of its) waiting.set(parent, (waiting.get(parent) ?? 0) + 1);
  const order: string[] = [];
  // In git's own order among those whose children are all out.
  const ready = [start];
  const rank = new Map([...parents.keys()].map((sha, index) => [sha, index]));
  for (let next = ready.shift(); next !== undefined; next = ready.shift()) {
    order.push(next);
    for (const parent of parents.get(next) ?? []) {
      const left = (waiting.get(parent) ?? 1) - 1;
      waiting.set(parent, left);
      if (left === 0 && parents.has(parent)) ready.push(parent);
    }
    ready.sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
  }
  return order;
}
