import type { Explained } from '@sluice/release';
import type { Releases } from './releases';

/** The server runs, but what it needs to read releases was never configured. */
export class UnavailableError extends Error implements Explained {
  override readonly name = 'UnavailableError';

  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/** Answers every question with `reason`, so that `/healthz` and the console's page work without a bucket. */
export function unavailable(reason: Explained): Releases {
  return {
    environments: () => Promise.reject(reason),
    releases: () => Promise.reject(reason),
  };
}
