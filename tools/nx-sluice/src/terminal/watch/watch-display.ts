import type { WatchEvent } from '@sluice/release';

/** Shows a watch while it lasts. */
export interface WatchDisplay {
  show(event: WatchEvent): void;
  /** Resolves when all that was shown stands there to stay. */
  close(): Promise<void>;
}
