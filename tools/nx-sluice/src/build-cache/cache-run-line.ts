import type { CacheRun } from '@sluice/contract';
import { bytes, count, grouped } from '../terminal/text';

/** The last line of `cache`: what it was good for. */
export function cacheRunLine(run: CacheRun): string {
  const { hits, misses, stored, writes } = run;
  const facts = [
    `${count(hits, 'hit')}${hits === 0 ? '' : ` (${bytes(run.bytesReceived)})`}`,
    misses === 1 ? '1 miss' : `${grouped(misses)} misses`,
    writes === undefined
      ? 'nothing stored (read only)'
      : `${stored} stored${stored === 0 ? '' : ` (${bytes(run.bytesStored)})`} in ${writes}`,
  ];
  const saved =
    run.secondsSaved < 1 ? '' : ` The hits took at most ${seconds(run.secondsSaved)} when they were built.`;
  return `Cache: ${facts.join(', ')}.${saved}`;
}

function seconds(total: number): string {
  const whole = Math.round(total);
  return whole < 60 ? `${whole}s` : `${Math.floor(whole / 60)}m ${whole % 60}s`;
}
