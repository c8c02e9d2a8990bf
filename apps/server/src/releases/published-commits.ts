import type { Ancestry, Commit } from '@sluice/contract';
import type { BranchMembership, Bucket, Commits, Lineage } from '@sluice/release';
import { decodeMetadata, listArchives } from '@sluice/release';

/** Short forms of a commit, as people type them. */
const shortSha = /^[0-9a-f]{7,39}$/;

/**
 * Commits as the published archives tell of them, where there is no clone of the repository. What lies between two of
 * them nobody can tell here.
 */
export class PublishedCommits implements Commits {
  constructor(
    private readonly bucket: Bucket,
    private readonly prefix: string,
  ) {}

  /** A full or short sha of a published commit; no branches, no HEAD. */
  async resolve(ref: string): Promise<string | undefined> {
    const isFull = /^[0-9a-f]{40}$/.test(ref);
    if (!isFull && !shortSha.test(ref)) return undefined;
    const found = (await listArchives({ bucket: this.bucket, prefix: this.prefix })).filter(({ commit }) =>
      commit.startsWith(ref),
    );
    return found.length === 1 ? found[0]?.commit : undefined;
  }

  async describe(sha: string): Promise<Commit | undefined> {
    const object = await this.bucket.head(`${this.prefix}${sha}.zip`);
    if (object === undefined) return undefined;
    const { subject = '', author = '', committedAt } = decodeMetadata(object);
    // Anybody may have written anything there.
    const at = committedAt === undefined ? NaN : Date.parse(committedAt);
    const when = Number.isNaN(at) ? object.lastModified : new Date(at);
    return { sha, subject, author, committedAt: when.toISOString() };
  }

  async describeAll(shas: readonly string[]): Promise<Map<string, Commit>> {
    const commits = await Promise.all(shas.map((sha) => this.describe(sha)));
    return new Map(commits.flatMap((commit) => (commit === undefined ? [] : [[commit.sha, commit]])));
  }

  /** As `ancestry`: nobody can tell here. */
  async lineage(shas: readonly string[]): Promise<Lineage> {
    return { order: [...shas], isAncestor: () => false };
  }

  async ancestry(a: string, b: string): Promise<Ancestry> {
    return a === b ? 'same' : 'unknown';
  }

  async between(): Promise<Commit[]> {
    return [];
  }

  async ancestors(): Promise<string[]> {
    return [];
  }

  async membership(): Promise<BranchMembership> {
    return { branches: [], answer: 'no-ref' };
  }
}
