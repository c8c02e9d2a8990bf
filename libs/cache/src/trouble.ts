/** What a store does not do within the time that it has. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';

  constructor(doing: string, milliseconds: number) {
    super(`The bucket did not ${doing} within ${Math.round(milliseconds / 1000)} seconds.`);
  }
}

/** Failures of a connection that broke, after which a bucket counts as away. */
const mostBreaks = 3;

/**
 * A way to the store, reading or writing. Once the store is away, too slow or refuses, it is left alone for as long as
 * the server runs: that must cost a build seconds once, not for each task.
 */
export class Way {
  private breaks = 0;
  private isOpen = true;

  /** @param tell is called once, when the way is left alone. */
  constructor(private readonly tell: (cause: unknown) => void) {}

  get usable(): boolean {
    return this.isOpen;
  }

  /** @returns nothing where the work failed, now or before. */
  async use<T>(work: () => Promise<T>): Promise<{ value: T } | undefined> {
    if (!this.isOpen) return undefined;
    try {
      return { value: await work() };
    } catch (error) {
      this.breaks += 1;
      if (isFinal(error) || this.breaks === mostBreaks) this.shut(error);
      return undefined;
    }
  }

  private shut(cause: unknown): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.tell(cause);
  }
}

/** What an adapter explains, it has tried more than once. */
function isFinal(error: unknown): boolean {
  return error instanceof TooSlow || (error as { remedy?: unknown }).remedy !== undefined;
}

/** Milliseconds that each step may take. */
export interface Patience {
  /** Until a bucket says whether it has an entry. */
  answer: number;
  /** For the bytes of an entry, besides what its size adds. */
  transfer: number;
  /** Bytes in a second that a transfer reaches at the least, on average. */
  leastSpeed: number;
}

export const standardPatience: Patience = { answer: 10_000, transfer: 15_000, leastSpeed: 2 ** 20 };

export function transferTime({ transfer, leastSpeed }: Patience, size: number): number {
  return transfer + (size / leastSpeed) * 1000;
}

/** Ends with TooSlow where the work takes longer; the signal that the work gets is aborted then. */
export async function within<T>(
  milliseconds: number,
  doing: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new TooSlow(doing, milliseconds);
      reject(error);
      controller.abort(error);
    }, milliseconds);
  });
  const working = work(controller.signal);
  working.catch(() => undefined);
  try {
    return await Promise.race([working, late]);
  } finally {
    clearTimeout(timer);
  }
}
