/** What the cache did for one command. */
export interface CacheSummary {
  /** Tasks whose outputs were taken from the cache. */
  hits: number;
  /** Tasks that were asked for and not there. */
  misses: number;
  stored: number;
  /** Bytes that were taken from the cache. */
  bytesReceived: number;
  /** Bytes that were stored. */
  bytesStored: number;
  /**
   * Seconds that the tasks that were hits took where they were built, or less: each was measured from when it was missed
   * to when it was stored, and it may have waited for others in between.
   */
  secondsSaved: number;
}

export class Tally {
  private readonly counts: CacheSummary = {
    hits: 0,
    misses: 0,
    stored: 0,
    bytesReceived: 0,
    bytesStored: 0,
    secondsSaved: 0,
  };

  hit(bytes: number, seconds = 0): void {
    this.counts.hits += 1;
    this.counts.bytesReceived += bytes;
    this.counts.secondsSaved += seconds;
  }

  miss(): void {
    this.counts.misses += 1;
  }

  stored(bytes: number): void {
    this.counts.stored += 1;
    this.counts.bytesStored += bytes;
  }

  get summary(): CacheSummary {
    return { ...this.counts, secondsSaved: Math.round(this.counts.secondsSaved * 10) / 10 };
  }
}
