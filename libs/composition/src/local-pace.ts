import type { PaceLimits } from '@sluice/release';

/** A server of one's own bears more questions, and its deployments take seconds. */
export const localPace: PaceLimits = { shortest: 200, longest: 1_000 };
