const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Turns the first Ctrl-C into an aborted signal while `work` lasts; a second one ends the process as ever, in case
 * the work does not heed the first.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  // It stays after the first one: what restores the cursor ends the process once nobody else listens.
  const interrupt = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) {
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
