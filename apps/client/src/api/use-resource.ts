import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { asProblem, type Problem } from './problem';

export interface Resource<Data> {
  /** The last good answer; it stays when a later load fails. */
  data?: Data;
  /** Why the last load failed; absent when it did not. */
  problem?: Problem;
  /** The newest load has not ended yet; `data` may be there from the one before. */
  isLoading: boolean;
  reload(): void;
}

interface Outcome<Data> {
  /** Which load this is the outcome of. */
  of?: string;
  subject?: string;
  data?: Data;
  problem?: Problem;
}

/**
 * Loads what a view shows, and again whenever `subject` or `version` changes. The data of another subject is never
 * shown, that of another version of the same subject until the new one is there.
 */
export function useResource<Data>(
  subject: string,
  load: (signal: AbortSignal) => Promise<Data>,
  version: string | number = '',
): Resource<Data> {
  const [outcome, setOutcome] = useState<Outcome<Data>>({});
  const [turn, setTurn] = useState(0);
  const begin = useEffectEvent(load);
  const asked = JSON.stringify([subject, version, turn]);

  useEffect(() => {
    const controller = new AbortController();
    const end = (change: (before: Outcome<Data>) => Outcome<Data>) => {
      if (!controller.signal.aborted) setOutcome(change);
    };
    begin(controller.signal).then(
      (data) => end(() => ({ of: asked, subject, data })),
      (error: unknown) =>
        end((before) => ({
          of: asked,
          subject,
          data: before.subject === subject ? before.data : undefined,
          problem: asProblem(error),
        })),
    );
    return () => controller.abort();
  }, [asked, subject]);

  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const isLoading = outcome.of !== asked;
  if (outcome.subject !== subject) return { isLoading, reload };
  return { data: outcome.data, problem: isLoading ? undefined : outcome.problem, isLoading, reload };
}
