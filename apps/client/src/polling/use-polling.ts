import { useCallback, useEffect, useRef, useState } from 'react';

export interface Polling<Data> {
  /** The last good answer; it stays when a later load fails. */
  data?: Data;
  /** Why the last load failed; absent when it did not. */
  failure?: unknown;
  /** When `data` was loaded, and when loading last ended well or badly; milliseconds since 1970. */
  loadedAt?: number;
  attemptedAt?: number;
  /** Loads now instead of at the next turn. */
  refresh(): void;
}

type Outcome<Data> = Omit<Polling<Data>, 'refresh'>;

/**
 * Loads at once, and again `interval` milliseconds after each load has ended, so that a slow server is never asked
 * twice at a time. While the tab is hidden nothing is loaded; when it shows again, loading starts at once.
 */
export function usePolling<Data>(
  load: (signal: AbortSignal) => Promise<Data>,
  interval: number,
): Polling<Data> {
  const [outcome, setOutcome] = useState<Outcome<Data>>({});
  const refreshNow = useRef<() => void>(undefined);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let running: AbortController | undefined;

    const stop = () => {
      clearTimeout(timer);
      running?.abort();
      running = undefined;
    };
    const start = async () => {
      stop();
      const controller = (running = new AbortController());
      const end = (change: (before: Outcome<Data>) => Outcome<Data>) => {
        if (controller.signal.aborted) return;
        running = undefined;
        setOutcome(change);
        timer = setTimeout(start, interval);
      };
      try {
        const data = await load(controller.signal);
        end(() => ({ data, loadedAt: Date.now(), attemptedAt: Date.now() }));
      } catch (failure) {
        end((before) => ({ ...before, failure, attemptedAt: Date.now() }));
      }
    };
    const followVisibility = () => (document.visibilityState === 'visible' ? void start() : stop());

    refreshNow.current = () => void start();
    followVisibility();
    document.addEventListener('visibilitychange', followVisibility);
    return () => {
      document.removeEventListener('visibilitychange', followVisibility);
      refreshNow.current = undefined;
      stop();
    };
  }, [load, interval]);

  const refresh = useCallback(() => refreshNow.current?.(), []);
  return { ...outcome, refresh };
}
