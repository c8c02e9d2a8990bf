import { useEffect, useState } from 'react';
import { useLive } from './use-live';

/** Milliseconds after which releases are read again although nothing is known to have changed. */
const interval = 60_000;

/**
 * Changes whenever releases may look different. The stream tells of publications and of all that moves a tag or is done
 * in this console, but a rejection by a command is a mark of an archive, which nobody else announces.
 */
export function useReleaseChanges(): string {
  const { releaseChanges } = useLive();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setTurn((before) => before + 1), interval);
    return () => clearInterval(timer);
  }, []);
  return `${releaseChanges} ${turn}`;
}
