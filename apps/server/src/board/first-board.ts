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
  const whole = readBoard(sources);
  const waiting = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: waiting.signal }).catch(() => undefined);
  const first = await Promise.race([whole, late]).finally(() => waiting.abort());
  if (first !== undefined) return first;
  // What goes wrong with it goes wrong with the next look too, which tells.
  whole.then(onWhole, () => undefined);
  return readBoard({ ...sources, published: undefined });
}
