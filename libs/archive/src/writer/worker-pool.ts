import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type PlainError, restoredError } from './error-transfer';
import type { PackBatch } from './pack-files';
import type { PackedPart } from './part-builder';

/** What a thread is told: a batch to pack, or memory of a part that it has back. */
export type PackRequest = PackBatch | ArrayBuffer;

/** What a thread says: parts of its batch, then that it has none more or why it stopped. */
export type PackAnswer =
  | { part: PackedPart; done?: undefined; error?: undefined }
  | { done: true; part?: undefined; error?: undefined }
  | { error: PlainError; part?: undefined; done?: undefined };

/** Objects die young here: more room for them (48 MB are usual) only takes longer to be collected. */
const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 };

/**
 * Batches that a thread has at a time: it begins the next before this side, which may be writing, has heard that the
 * one before is packed.
 */
const batchesAtATime = 2;

/** A batch in work: what of it is ready, and who waits for more. */
class Job {
  readonly parts: PackedPart[] = [];
  isDone = false;
  error: unknown;
  wake: (() => void) | undefined;

  constructor(readonly worker: Worker) {}
}

/**
 * Threads that pack batches side by side; the parts come out in the order of the batches. Each thread has memory for a few
 * parts: that bounds how much is ready and not yet taken, whatever the sizes of the files are.
 */
export class WorkerPool {
  /** What each thread has to do, in order. */
  private readonly jobs: Map<Worker, Job[]>;
  /** A thread stands here for each batch that it can still take. */
  private readonly free: Worker[];
  private failure: unknown;
  private current: Job | undefined;

  private constructor(private readonly workers: Worker[]) {
    this.jobs = new Map(workers.map((worker) => [worker, []]));
    this.free = Array.from({ length: batchesAtATime }, () => workers).flat();
    for (const worker of workers) {
      worker.on('message', (answer: PackAnswer) => this.take(worker, answer));
      worker.on('error', (error) => this.fail(error));
      worker.on('exit', (code) => this.fail(new Error(`A packing thread exited with ${code}.`)));
    }
  }

  /** Undefined where the thread's own file is not found: then the caller packs on its own thread. */
  static start(count: number): WorkerPool | undefined {
    const file = workerFile();
    if (file === undefined) return undefined;
    return new WorkerPool(
      Array.from({ length: count }, () => new Worker(file, { execArgv: [], resourceLimits })),
    );
  }

  /**
   * @throws {ArchiveError} of the first batch, in order, that has one; the reason of `signal` when it is aborted.
   */
  async *pack(batches: Iterable<PackBatch>, signal?: AbortSignal): AsyncGenerator<PackedPart> {
    const waiting = batches[Symbol.iterator]();
    const inOrder: Job[] = [];
    const stop = () => this.fail(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      for (;;) {
        this.handOut(waiting, inOrder);
        const job = inOrder.shift();
        if (!job) return;
        yield* this.partsOf(job, () => this.handOut(waiting, inOrder));
      }
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  async close(): Promise<void> {
    for (const worker of this.workers) worker.removeAllListeners('exit');
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private handOut(waiting: Iterator<PackBatch>, inOrder: Job[]): void {
    while (this.free.length > 0) {
      const next = waiting.next();
      if (next.done) return;
      const worker = this.free.shift()!;
      const job = new Job(worker);
      this.jobs.get(worker)!.push(job);
      inOrder.push(job);
      worker.postMessage(next.value);
    }
  }

  private async *partsOf(job: Job, handOut: () => void): AsyncGenerator<PackedPart> {
    this.current = job;
    for (;;) {
      if (this.failure !== undefined) throw this.failure;
      handOut();
      const part = job.parts.shift();
      if (part) {
        yield part;
        const memory = part.bytes.buffer as ArrayBuffer;
        job.worker.postMessage(memory, [memory]);
      } else if (job.error !== undefined) throw job.error;
      else if (job.isDone) return;
      else await new Promise<void>((resolve) => (job.wake = resolve));
    }
  }

  private take(worker: Worker, answer: PackAnswer): void {
    const jobs = this.jobs.get(worker)!;
    const job = jobs[0]!;
    if (answer.part) job.parts.push(answer.part);
    else {
      job.isDone = answer.done ?? false;
      job.error = answer.error && restoredError(answer.error);
      jobs.shift();
      this.free.push(worker);
    }
    // Whoever waits for another batch has something to hand out to this thread anyway.
    (this.current ?? job).wake?.();
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    this.current?.wake?.();
  }
}

function workerFile(): string | undefined {
  return ['pack-worker.js', 'pack-worker.cjs'].map((name) => join(__dirname, name)).find(existsSync);
}
