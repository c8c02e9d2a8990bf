/** The bucket did not do something within the time that it has for it. */
export class BucketTimeout extends Error {
  override readonly name = 'BucketTimeout';

  constructor(doing: string, milliseconds: number) {
    super(`The bucket did not ${doing} within ${Math.round(milliseconds / 1000)} seconds.`);
  }
}

/** Milliseconds that each step may take. */
export interface TimeLimits {
  /** Until a bucket says whether it has an entry. */
  answer: number;
  /** For the bytes of an entry, besides what its size adds. */
  transfer: number;
  /** Bytes in a second that a transfer reaches at the least, on average. */
  leastSpeed: number;
}

export const standardTimeLimits: TimeLimits = { answer: 10_000, transfer: 15_000, leastSpeed: 2 ** 20 };

export function transferTime({ transfer, leastSpeed }: TimeLimits, size: number): number {
  return transfer + (size / leastSpeed) * 1000;
}

/** Ends with BucketTimeout where the work takes longer; the signal that the work gets is aborted then. */
export async function withTimeout<T>(
  milliseconds: number,
  doing: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new BucketTimeout(doing, milliseconds);
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
