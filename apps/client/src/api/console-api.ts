import type { EnvironmentView, ReleaseView } from '@sluice/release';

/** What the console shows, read at one moment. */
export interface Snapshot {
  /** In the order of promotion. */
  environments: EnvironmentView[];
  /** Newest first. */
  releases: ReleaseView[];
}

export interface ConsoleApi {
  /**
   * @throws Problem when the server does not answer, or answers with one
   * @throws DOMException named AbortError when `signal` aborts
   */
  snapshot(signal: AbortSignal): Promise<Snapshot>;
}
