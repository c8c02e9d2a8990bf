import { parentPort } from 'node:worker_threads';
import { plainError } from './error-transfer';
import { type PackBatch, packFiles } from './pack-files';
import type { PackAnswer } from './worker-pool';

/**
 * The thread that packs batches: an entry of its own. From the sources it is started through pack-worker.cjs, which
 * registers TypeScript; a bundler makes of it a file pack-worker.js beside the bundle that holds worker-pool.ts.
 */
const port = parentPort!;
/** Parts that the main thread takes before it must say that it wants more. */
let credit = 0;
let wake: (() => void) | undefined;

port.on('message', (message: PackBatch | 'more') => {
  if (message === 'more') {
    credit += 1;
    wake?.();
  } else void packBatch(message);
});

async function packBatch(batch: PackBatch): Promise<void> {
  credit = 2;
  try {
    for await (const part of packFiles(batch)) {
      while (credit === 0) await new Promise<void>((resolve) => (wake = resolve));
      credit -= 1;
      answer({ part }, [part.bytes.buffer as ArrayBuffer]);
    }
    answer({ done: true });
  } catch (error) {
    answer({ error: plainError(error) });
  }
}

function answer(message: PackAnswer, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}
