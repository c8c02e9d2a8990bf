import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type PackBatch, packFiles, type PackItem } from './pack-files';
import { type PackedPart, PackMemory, wholeBytes } from './part-builder';
import { WorkerPool } from './worker-pool';

/** Bytes of content, and files, in a batch: about 50 ms of work for a thread. */
const batchBytes = wholeBytes;
const batchFiles = 128;
/** More threads than this only wait for the disk and for the one that writes; each takes 20 MB. */
const mostThreads = 4;
/** Up to so much, to start threads takes longer than to pack. */
const aloneBytes = 5 * 2 ** 20;
const aloneFiles = 350;

/**
 * Packs files on all cores. The parts come in the order of the items.
 * @throws {ArchiveError} at the first file, in order, that may not be packed, is not there, or changes meanwhile.
 */
export async function* packInParallel({
  root,
  items,
  threads,
  signal,
}: {
  root: string;
  items: readonly PackItem[];
  /** For tests; otherwise decided by how much there is to do. 0: the thread of the caller. */
  threads?: number;
  signal?: AbortSignal;
}): AsyncGenerator<PackedPart> {
  const { batches, contentBytes } = inBatches(root, items);
  const isSmall = items.length <= aloneFiles && contentBytes <= aloneBytes;
  const most = threads ?? (isSmall ? 0 : Math.min(mostThreads, availableParallelism()));
  const pool = most === 0 ? undefined : WorkerPool.start(Math.min(most, batches.length));
  if (pool === undefined) {
    const memory = new PackMemory(1);
    for (const batch of batches)
      for await (const part of packFiles(batch, memory)) {
        yield part;
        memory.giveBack(part.bytes.buffer as ArrayBuffer);
      }
    return;
  }
  try {
    yield* pool.pack(batches, signal);
  } finally {
    await pool.close();
  }
}

/** By the sizes that the files have now; what they have when they are packed is found out then. */
function inBatches(root: string, items: readonly PackItem[]): { batches: PackBatch[]; contentBytes: number } {
  const batches: PackBatch[] = [];
  let batch: PackItem[] = [];
  let bytes = 0;
  let contentBytes = 0;
  for (const item of items) {
    const size = sizeNow(item.file);
    contentBytes += size;
    if (batch.length > 0 && (bytes + size > batchBytes || batch.length === batchFiles)) {
      batches.push({ root, items: batch });
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += size;
  }
  if (batch.length > 0) batches.push({ root, items: batch });
  return { batches, contentBytes };
}

function sizeNow(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
