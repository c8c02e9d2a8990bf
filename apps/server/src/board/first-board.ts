import type { Board } from '@sluice/contract';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBoard, type BoardSources } from './read-board';

/** Milliseconds that a page waits for a board that is complete; a large bucket, or a slow git, takes longer. */
const timeoutMs = 700;

/**
 * The board for who comes first: when the whole one takes long, one without what a list of all archives tells, which
 * says so.
 *
 * @param onWhole called when the whole board is there, after another was given
 */
export async function readFirstBoard(sources: BoardSources, onWhole: () => void): Promise<Board> {
  const waiting = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: waiting.signal }).catch(() => undefined);
  try {
    // One after the other: to read a long list keeps this process so busy that the short board would be late as well.
    const short = await readBoard({ ...sources, published: undefined });
    const whole = readBoard(sources);
    const first = await Promise.race([whole, late]);
    if (first !== undefined) return first;
    // What goes wrong with it goes wrong with the next look too, which tells.
    whole.then(onWhole, () => undefined);
    return short;
  } finally {
    waiting.abort();
  }
}
