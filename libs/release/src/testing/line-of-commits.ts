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
    const place = this.shas.indexOf(sha);
    return place < 0 ? undefined : commitAt(place, sha);
  }

  async ancestry(a: string, b: string): Promise<Ancestry> {
    const [first, second] = [this.shas.indexOf(a), this.shas.indexOf(b)];
    if (first < 0 || second < 0) return 'unknown';
    if (first === second) return 'same';
    return first < second ? 'ancestor' : 'descendant';
  }

  async describeAll(shas: readonly string[]): Promise<Map<string, Commit>> {
    const places = this.places();
    return new Map(
      shas.flatMap((sha) => {
        const place = places.get(sha);
        return place === undefined ? [] : [[sha, commitAt(place, sha)]];
      }),
    );
  }

  async lineage(shas: readonly string[]): Promise<Lineage> {
    const places = this.places();
    const asked = new Set(shas);
    return {
      order: this.shas.filter((sha) => asked.has(sha)).reverse(),
      isAncestor: (a, b) => (places.get(a) ?? Infinity) < (places.get(b) ?? -1),
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

  private places(): Map<string, number> {
    return new Map(this.shas.map((sha, place) => [sha, place]));
  }
}

function commitAt(place: number, sha: string): Commit {
  return {
    sha,
    subject: `commit number ${place}`,
    author: 'Amy',
    committedAt: new Date(place * 1000).toISOString(),
  };
}
