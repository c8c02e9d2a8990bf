import { setFlagsFromString } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import { plainError } from './error-transfer';
import { type PackBatch, packFiles } from './pack-files';
import { type PackedPart, PackMemory } from './part-builder';
import type { PackAnswer, PackRequest } from './worker-pool';

/**
 * The thread that packs batches: an entry of its own. From the sources it is started through pack-worker.cjs, which
 * registers TypeScript; a bundler makes of it a file pack-worker.js beside the bundle that holds worker-pool.ts.
 */
const port = parentPort!;

// How much bytecode a function executes before V8 considers to optimize it, in this process: four times what is usual.
// Each thread optimizes for itself what the others do as well, on the cores that they pack on: a tenth of their time.
setFlagsFromString('--interrupt-budget=300000');

/** Parts that are packed ahead of what is written; none is begun until the memory of one is back. */
const memory = new PackMemory(4);
/** Batches are packed one after the other. */
let packing = Promise.resolve();

port.on('message', (message: PackRequest) => {
  if (message instanceof ArrayBuffer) memory.giveBack(message);
  else packing = packing.then(() => packBatch(message));
});

async function packBatch(batch: PackBatch): Promise<void> {
  try {
    for await (const part of packFiles(batch, memory)) answer({ part }, transferable(part));
    answer({ done: true });
  } catch (error) {
    answer({ error: plainError(error) });
  }
}

function transferable({ bytes, files }: PackedPart): ArrayBuffer[] {
  return [bytes.buffer as ArrayBuffer, files.buffer as ArrayBuffer];
}

function answer(message: PackAnswer, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}
