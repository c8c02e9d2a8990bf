import type { Ancestry, BranchMembership, Commit } from '../ports/commits';
import { LineOfCommits } from './line-of-commits';

/** A history with branches and merges: the parents of each commit, by their numbers. */
export class GraphOfCommits extends LineOfCommits {
  private readonly reach: ReadonlySet<number>[];

  constructor(
    private readonly parents: readonly (readonly number[])[],
    head: number,
    /** Commits that this clone lacks, because it was made before they were. */
    private readonly isLacking: (index: number) => boolean = () => false,
  ) {
    super(parents.length);
    this.head = this.shas[head] ?? '';
    this.reach = [];
    for (const its of parents)
      this.reach.push(new Set(its.flatMap((parent) => [parent, ...(this.reach[parent] ?? [])])));
  }

  /** Whether `a` is an ancestor of `b`, whatever this clone has. */
  isAncestor(a: number, b: number): boolean {
    return this.reach[b]?.has(a) === true;
  }

  override async describe(sha: string): Promise<Commit | undefined> {
    return this.isLacking(this.shas.indexOf(sha)) ? undefined : super.describe(sha);
  }

  override async ancestry(a: string, b: string): Promise<Ancestry> {
    const [first, second] = [this.shas.indexOf(a), this.shas.indexOf(b)];
    if (first < 0 || second < 0 || this.isLacking(first) || this.isLacking(second)) return 'unknown';
    if (first === second) return 'same';
    if (this.isAncestor(first, second)) return 'ancestor';
    return this.isAncestor(second, first) ? 'descendant' : 'unrelated';
  }

  override async ancestors(sha: string, limit: number): Promise<string[]> {
    const index = this.shas.indexOf(sha);
    if (index < 0 || this.isLacking(index)) return [];
    // A commit has a higher number than its parents.
    const numbers = [...(this.reach[index] ?? [])].sort((a, b) => b - a);
    return numbers.slice(0, limit).map((number) => this.shas[number] ?? '');
  }

  override async membership(): Promise<BranchMembership> {
    return { branches: ['main'], answer: this.onBranch };
  }
}
