import type { PaceLimits } from '@sluice/release';
import { defaultPace, type LivePace } from '../board/pace';
import type { BucketLifetimes } from '../cache/caching-bucket';
import type { PipelineLifetimes } from '../cache/caching-pipelines';

/** How often a console asks bucket and pipelines, in milliseconds. */
export interface Frequency {
  pace: LivePace;
  /** How long answers count for those who look. A tag is asked for at every look. */
  lifetimes: BucketLifetimes & PipelineLifetimes;
}

export const defaultFrequency: Frequency = {
  pace: defaultPace,
  lifetimes: { tags: 1_000, list: 15_000, versions: 60_000, marks: 30_000, busy: 1_000, idle: 10_000 },
};

/** That of a backend, which may bear more; `shortest` is for one question, and a look asks several. */
export function frequencyOf(limits: PaceLimits | undefined): Frequency {
  if (limits === undefined) return defaultFrequency;
  const { shortest, longest } = limits;
  return {
    pace: { busy: 2 * shortest, idle: longest, failing: 5 * longest },
    lifetimes: { ...defaultFrequency.lifetimes, tags: shortest, busy: shortest, idle: longest },
  };
}
