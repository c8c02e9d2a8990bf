import { basename } from 'node:path';

/**
 * Lets the process that Nx has for a batch end by itself once it has sent the results. Nx would end it: it sends a signal, and
 * looks every 100 ms whether the process is gone. Anywhere else, whoever holds the channel goes on.
 */
export function endAfterBatch(): void {
  if (basename(process.argv[1] ?? '') === 'run-batch.js') process.channel?.unref();
}
