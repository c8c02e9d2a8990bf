import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type PackBatch, packFiles, type PackItem } from './pack-files';
import { type PackedPart, PackMemory } from './part-builder';
import { WorkerPool } from './worker-pool';

/** Bytes of the zip that a batch is to make, and files in it at most: about 50 ms of work for a thread. */
const batchBytes = 512 * 1024;
const batchFiles = 128;
/** More threads than this only wait for the disk and for the one that writes; each takes 15 MB. */
const mostThreads = 4;
/** Batches for each thread, at least, so that all end at about the same time. */
const batchesEach = 8;
/** Up to so much, to start threads takes longer than to pack. */
const aloneBytes = 5 * 2 ** 20;
const aloneFiles = 350;

/**
 * Packs files on all cores. The parts come in the order of the items.
 * @throws {ArchiveError} at the first file, in order, that may not be packed, is not there, or changes in the meantime.
 */
export async function* packInParallel({
  root,
  items,
  count,
  threads,
  signal,
}: {
  root: string;
  items: Iterable<PackItem>;
  /** Of the items. */
  count: number;
  /** For tests; otherwise decided by how much there is to do. 0: the thread of the caller. */
  threads?: number;
  signal?: AbortSignal;
}): AsyncGenerator<PackedPart> {
  const [rest, few] = count <= aloneFiles ? [[], [...items]] : [items, []];
  const isSmall = count <= aloneFiles && contentBytes(few) <= aloneBytes;
  const most = threads ?? (isSmall ? 0 : Math.min(mostThreads, availableParallelism()));
  const batches = new Batches(
    root,
    few.length > 0 ? few : rest,
    Math.ceil(count / (most || 1) / batchesEach),
  );
  const pool = most === 0 ? undefined : WorkerPool.start(Math.min(most, count));
  if (pool === undefined) return yield* packAlone(batches);
  try {
    for await (const part of pool.pack(batches, signal)) {
      batches.count(part);
      yield part;
    }
  } finally {
    await pool.close();
  }
}

async function* packAlone(batches: Iterable<PackBatch>): AsyncGenerator<PackedPart> {
  const memory = new PackMemory(1);
  for (const batch of batches)
    for await (const part of packFiles(batch, memory)) {
      yield part;
      memory.giveBack(part.bytes.buffer as ArrayBuffer);
    }
}

/**
 * Cuts items into batches by what the ones before came to: to ask each file for its size would take as long as to open
 * it.
 */
class Batches implements Iterable<PackBatch> {
  private bytes = 0;
  private files = 0;

  constructor(
    private readonly root: string,
    private readonly items: Iterable<PackItem>,
    private readonly mostFiles: number,
  ) {}

  count(part: PackedPart): void {
    this.bytes += part.bytes.length;
    this.files += part.count;
  }

  *[Symbol.iterator](): Generator<PackBatch> {
    let items: PackItem[] = [];
    let wanted = this.wanted();
    for (const item of this.items) {
      items.push(item);
      if (items.length < wanted) continue;
      yield { root: this.root, items };
      items = [];
      wanted = this.wanted();
    }
    if (items.length > 0) yield { root: this.root, items };
  }

  private wanted(): number {
    const byBytes = this.files === 0 ? batchFiles / 8 : (batchBytes * this.files) / Math.max(1, this.bytes);
    return Math.max(1, Math.floor(Math.min(byBytes, batchFiles, this.mostFiles)));
  }
}

function contentBytes(items: readonly PackItem[]): number {
  return items.reduce((sum, { file }) => sum + sizeNow(file), 0);
}

/** What it is when it is packed is found out then. */
function sizeNow(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
