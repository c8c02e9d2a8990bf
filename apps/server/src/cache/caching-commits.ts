import type { Ancestry, Commit } from '@sluice/contract';
import type { BranchMembership, Commits, Lineage, PublishBranches } from '@sluice/release';
import type { Memory } from './shared-cache';

/** Milliseconds after which the clone may have got what it lacked. */
const fetchedMeanwhile = 30_000;

/** A clone that many ask. How two commits stand to each other never changes; a commit that it lacks may come. */
export class CachingCommits implements Commits {
  constructor(
    private readonly commits: Commits,
    private readonly memory: Memory,
  ) {}

  resolve(ref: string): Promise<string | undefined> {
    return this.commits.resolve(ref);
  }

  describe(sha: string): Promise<Commit | undefined> {
    return this.recall(
      `describe ${sha}`,
      (commit) => commit !== undefined,
      () => this.commits.describe(sha),
    );
  }

  describeAll(shas: readonly string[]): Promise<Map<string, Commit>> {
    return this.recall(
      `describe ${shas.join(' ')}`,
      (commits) => commits.size === new Set(shas).size,
      () => this.commits.describeAll(shas),
    );
  }

  lineage(shas: readonly string[]): Promise<Lineage> {
    return this.recall(
      `lineage ${shas.join(' ')}`,
      ({ order }) => order.length === new Set(shas).size,
      () => this.commits.lineage(shas),
    );
  }

  ancestry(a: string, b: string): Promise<Ancestry> {
    return this.recall(
      `ancestry ${a} ${b}`,
      (answer) => answer !== 'unknown',
      () => this.commits.ancestry(a, b),
    );
  }

  between(from: string, to: string, limit?: number): Promise<Commit[]> {
    return this.recall(
      `between ${from} ${to} ${limit}`,
      (commits) => commits.length > 0,
      () => this.commits.between(from, to, limit),
    );
  }

  ancestors(sha: string, limit: number): Promise<string[]> {
    return this.recall(
      `ancestors ${sha} ${limit}`,
      (shas) => shas.length > 0,
      () => this.commits.ancestors(sha, limit),
    );
  }

  membership(sha: string, branches: PublishBranches): Promise<BranchMembership> {
    return this.commits.membership(sha, branches);
  }

  private recall<T>(question: string, isLasting: (answer: T) => boolean, ask: () => Promise<T>): Promise<T> {
    return this.memory.recall(
      question,
      { answer: (answer) => (isLasting(answer) ? Infinity : fetchedMeanwhile) },
      ask,
    );
  }
}
