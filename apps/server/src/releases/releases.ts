import type { EnvironmentView, ReleaseView } from '@sluice/release';

/** What the API tells. Both methods reject with an `Explained` error when the bucket does not answer. */
export interface Releases {
  /** In the order of promotion. */
  environments(): Promise<EnvironmentView[]>;
  /** Newest first. */
  releases(): Promise<ReleaseView[]>;
}
