const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Milliseconds in which signals count as one. Nx sends a SIGTERM or SIGINT that it gets to its tasks twice, and on a
 * terminal Ctrl-C reaches the task directly as well; a person who wants to end at once presses it again.
 */
const oneInterruption = 1000;

/**
 * Turns an interruption into an aborted signal while `work` lasts; a second one ends the process as ever, in case the
 * work does not heed the first.
 * @param now the time in milliseconds, by a clock that never steps.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  now: () => number = () => performance.now(),
): Promise<T> {
  const controller = new AbortController();
  let firstAt: number | undefined;
  // It stays after the first one: what restores the cursor ends the process once nobody else listens.
  const interrupt = (signal: NodeJS.Signals) => {
    firstAt ??= now();
    if (controller.signal.aborted && now() - firstAt >= oneInterruption) {
      release();
      process.kill(process.pid, signal);
    }
    controller.abort();
  };
  const release = () => signals.forEach((signal) => process.off(signal, interrupt));
  signals.forEach((signal) => process.on(signal, interrupt));
  try {
    return await work(controller.signal);
  } finally {
    release();
  }
}
