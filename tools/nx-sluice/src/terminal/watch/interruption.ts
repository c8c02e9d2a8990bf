const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Turns the first Ctrl-C into an aborted signal while `work` lasts; a second one ends the process as ever, in case
 * the work does not heed the first.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = () => {
    release();
    controller.abort();
  };
  const release = () => signals.forEach((signal) => process.off(signal, interrupt));
  signals.forEach((signal) => process.once(signal, interrupt));
  try {
    return await work(controller.signal);
  } finally {
    release();
  }
}
