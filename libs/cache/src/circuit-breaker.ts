import { BucketTimeout } from './time-limits';

/** Failures of a connection that broke, after which a bucket counts as away. */
const mostBreaks = 3;

/**
 * Guards the calls that read, or those that write. It opens when the bucket is away, too slow or refuses, and stays open for
 * as long as the server runs: that must cost a build seconds once, not for each task.
 */
export class CircuitBreaker {
  private breaks = 0;
  private opened = false;

  /** @param tell is called once, when it opens. */
  constructor(private readonly tell: (cause: unknown) => void) {}

  /** Whether nothing is sent any more. */
  get isOpen(): boolean {
    return this.opened;
  }

  /** @returns nothing where the work failed, now or before. */
  async use<T>(work: () => Promise<T>): Promise<{ value: T } | undefined> {
    if (this.opened) return undefined;
    try {
      return { value: await work() };
    } catch (error) {
      this.breaks += 1;
      if (isFinal(error) || this.breaks === mostBreaks) this.open(error);
      return undefined;
    }
  }

  private open(cause: unknown): void {
    if (this.opened) return;
    this.opened = true;
    this.tell(cause);
  }
}

/** What an adapter explains, it has tried more than once. */
function isFinal(error: unknown): boolean {
  return error instanceof BucketTimeout || (error as { remedy?: unknown }).remedy !== undefined;
}
