import type { Checkout, TreeChange, TreeEntry } from '../ports/checkout';
import type { Ancestry, BranchMembership, Commit, Commits, Lineage } from '../ports/commits';

/** A straight line of history whose HEAD can be put anywhere; commits off it are unknown to the clone. */
export class LineOfCommits implements Commits, Checkout {
  dirty: string[] = [];
  sparse: string[] = [];
  files: TreeEntry[] = [];
  changes: TreeChange[] | undefined = [];
  /** What the refs say of every commit. */
  onBranch: BranchMembership['answer'] = 'yes';
  head: string;
  readonly shas: string[];

  constructor(length: number) {
    this.shas = Array.from({ length }, (_, index) => `c${(index + 1).toString(16).padStart(39, '0')}`);
    this.head = this.shas[length - 1] ?? '';
  }

  async resolve(ref: string): Promise<string | undefined> {
    return ref === 'HEAD'
      ? this.head
      : this.shas.find((sha) => sha === ref || (ref.length > 6 && sha.startsWith(ref)));
  }

  async describe(sha: string): Promise<Commit | undefined> {
    const index = this.shas.indexOf(sha);
    if (index < 0) return undefined;
    return {
      sha,
      subject: `commit number ${index}`,
      author: 'Amy',
      committedAt: new Date(index * 1000).toISOString(),
    };
  }

  async ancestry(a: string, b: string): Promise<Ancestry> {
    const [first, second] = [this.shas.indexOf(a), this.shas.indexOf(b)];
    if (first < 0 || second < 0) return 'unknown';
    if (first === second) return 'same';
    return first < second ? 'ancestor' : 'descendant';
  }

  async describeAll(shas: readonly string[]): Promise<Map<string, Commit>> {
    const commits = await Promise.all(shas.map((sha) => this.describe(sha)));
    return new Map(commits.flatMap((commit) => (commit === undefined ? [] : [[commit.sha, commit]])));
  }

  async lineage(shas: readonly string[]): Promise<Lineage> {
    const place = (sha: string) => this.shas.indexOf(sha);
    return {
      order: this.shas.filter((sha) => shas.includes(sha)).reverse(),
      isAncestor: (a, b) => place(a) >= 0 && place(a) < place(b),
    };
  }

  async between(from: string, to: string): Promise<Commit[]> {
    const shas = this.shas.slice(this.shas.indexOf(from) + 1, this.shas.indexOf(to) + 1).reverse();
    return (await Promise.all(shas.map((sha) => this.describe(sha)))).filter(
      (commit) => commit !== undefined,
    );
  }

  async ancestors(sha: string, limit: number): Promise<string[]> {
    return this.shas
      .slice(0, Math.max(0, this.shas.indexOf(sha)))
      .reverse()
      .slice(0, limit);
  }

  async membership(): Promise<BranchMembership> {
    return { branches: ['main'], answer: this.onBranch };
  }

  async uncommitted(): Promise<string[]> {
    return this.dirty;
  }

  async leftOut(): Promise<string[]> {
    return this.sparse;
  }

  async tree(): Promise<TreeEntry[]> {
    return this.files;
  }

  async changedBetween(): Promise<TreeChange[] | undefined> {
    return this.changes;
  }
}
