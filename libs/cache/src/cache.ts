import { CircuitBreaker } from './circuit-breaker';
import {
  decodeRecord,
  encodeRecord,
  entryKey,
  type EntryRecord,
  isDescription,
  type Producer,
} from './entry';
import { Spool, SpoolError } from './spool';
import type { EntryFile, EntryStore } from './store';
import { Tally } from './tally';
import { standardTimeLimits, type TimeLimits, transferTime, withTimeout } from './time-limits';

/** Whose entries a build takes, and where its own go. IAM decides on AWS; this is what is tried. */
export interface Access {
  /** Namespaces, in the order in which they are asked. */
  reads: readonly string[];
  /** Absent: nothing is stored. */
  writes?: string;
}

export interface CacheOptions {
  store: EntryStore;
  access: Access;
  /** Recorded beside each entry that is stored. */
  producer?: Producer;
  /** Told in one or two sentences what does not work; the build goes on. Each trouble is told once. */
  tell(message: string): void;
  timeLimits?: TimeLimits;
  /** Bytes of the largest entry; 4 GiB when absent. Nx holds an entry in memory as a whole. */
  mostBytes?: number;
  /** Where temporary files are kept; that of the system when absent. */
  temporaryFolder?: string;
  /** Milliseconds, by a clock that never steps. */
  now?: () => number;
}

/**
 * What became of a hash that was asked for: `cacheOutcomeSchema` of libs/contract, which this library does not import.
 */
export type Outcome =
  | ({ hash: string; outcome: 'restored'; namespace: string; sha256: string } & Producer)
  | { hash: string; outcome: 'missed'; why: Missed };

/** `absent`: no entry. `mismatch`: an entry that is not what it says. `unavailable`: the bucket did not answer. */
type Missed = 'absent' | 'mismatch' | 'unavailable';

export interface HitEntry {
  file: EntryFile;
  /** To be called when the file is not needed any more. */
  release(): Promise<void>;
}

/** Of no task. */
const noHash = '0';

const standardMostBytes = 4 * 2 ** 30;

/** The entries of a build: reads those of its namespaces, verified, and stores its own. It never fails a build. */
export class Cache {
  readonly tally = new Tally();
  private readonly asked = new Map<string, Outcome>();
  private readonly missedAt = new Map<string, number>();
  private readonly ahead = new Map<string, Promise<HitEntry | undefined>>();
  private readonly reading: CircuitBreaker;
  private readonly writing: CircuitBreaker;

  private constructor(
    private readonly options: CacheOptions & { timeLimits: TimeLimits; now: () => number },
    private readonly spool: Spool,
  ) {
    const { tell } = options;
    this.reading = new CircuitBreaker((cause) =>
      tell(`Nothing more is read from the cache: ${sentenceOf(cause)}`),
    );
    this.writing = new CircuitBreaker((cause) =>
      tell(`Nothing more is stored in the cache: ${sentenceOf(cause)}`),
    );
  }

  static async open(options: CacheOptions): Promise<Cache> {
    const { mostBytes = standardMostBytes, temporaryFolder } = options;
    const spool = await Spool.open(mostBytes, temporaryFolder);
    const { timeLimits = standardTimeLimits, now = () => performance.now() } = options;
    return new Cache({ ...options, timeLimits, now }, spool);
  }

  get isReadOnly(): boolean {
    return this.options.access.writes === undefined;
  }

  /** The last answer for each hash that was asked for. */
  get outcomes(): Outcome[] {
    return [...this.asked.values()];
  }

  /**
   * Sends a first request, so that there is a connection to the bucket before Nx waits for one. What it fails with is left
   * to the reads to tell.
   */
  async connect(signal: AbortSignal): Promise<void> {
    const { store, access } = this.options;
    const entry = await store.open(entryKey(access.reads[0] ?? '', noHash), signal).catch(() => undefined);
    entry?.body.destroy();
  }

  /** Connects as {@link connect} does, by reading an entry that will be asked for. */
  async fetchAhead(hash: string, signal: AbortSignal): Promise<void> {
    const fetched = this.fetch(hash, signal);
    this.ahead.set(hash, fetched);
    await fetched;
  }

  /** The verified bytes of a task's outputs. @returns nothing where they have to be built. */
  async fetch(hash: string, signal?: AbortSignal): Promise<HitEntry | undefined> {
    const ahead = this.ahead.get(hash);
    // Its file is for the first who asks.
    this.ahead.delete(hash);
    if (ahead !== undefined) return ahead;
    let why: Missed = 'absent';
    for (const namespace of this.options.access.reads) {
      const read = await this.reading.use(() =>
        this.read(namespace, hash, signal).catch((error: unknown) => {
          if (signal?.aborted) return 'absent' as const;
          throw error;
        }),
      );
      const found = read === undefined ? 'unavailable' : read.value;
      if (typeof found === 'string') {
        if (found !== 'absent') why = found;
        continue;
      }
      const { file, record } = found;
      const { commit, run, actor, sha256, seconds } = record;
      if (!isDescription(hash)) {
        this.tally.hit(file.size, seconds);
        this.asked.set(hash, { hash, outcome: 'restored', namespace, sha256, commit, run, actor });
      }
      return { file, release: () => this.spool.remove(file) };
    }
    if (isDescription(hash)) return undefined;
    this.tally.miss();
    this.asked.set(hash, { hash, outcome: 'missed', why });
    this.missedAt.set(hash, this.options.now());
    return undefined;
  }

  /**
   * Stores the outputs of a task that was built. The whole body is read in any case.
   * @param size bytes that must arrive, where it is known
   */
  async store(
    hash: string,
    body: AsyncIterable<Uint8Array>,
    size: number | undefined,
  ): Promise<'stored' | 'exists' | 'not-stored'> {
    const { writes: namespace } = this.options.access;
    if (namespace === undefined || this.writing.isOpen) return this.discard(body);
    let file: EntryFile;
    try {
      file = await this.spool.receive(body, size);
    } catch (error) {
      this.options.tell(`The outputs of task ${hash} are not stored in the cache. ${sentenceOf(error)}`);
      return this.discard(body);
    }
    const written = this.writing.use(() => this.write(namespace, hash, file));
    return (await written)?.value ?? 'not-stored';
  }

  /** Removes the temporary files. */
  close(): Promise<void> {
    return this.spool.close();
  }

  private async read(
    namespace: string,
    hash: string,
    end?: AbortSignal,
  ): Promise<{ file: EntryFile; record: EntryRecord } | 'absent' | 'mismatch'> {
    const { store, timeLimits, tell } = this.options;
    const key = entryKey(namespace, hash);
    const controller = new AbortController();
    const ended = end === undefined ? controller.signal : AbortSignal.any([controller.signal, end]);
    const entry = await withTimeout(timeLimits.answer, 'answer', async (signal) => {
      signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
      return store.open(key, ended);
    });
    if (entry === undefined) return 'absent';
    const record = decodeRecord(entry);
    const refuse = (why: string): 'mismatch' => {
      controller.abort();
      entry.body.destroy();
      tell(`The entry ${key} of the cache is not used: ${why} The task runs instead.`);
      return 'mismatch';
    };
    if (record === undefined) return refuse('it has no record of its content.');
    if (record.hash !== hash) return refuse('it was stored for another task.');
    const file = await withTimeout(transferTime(timeLimits, entry.size), 'send an entry', (signal) => {
      signal.addEventListener('abort', () => entry.body.destroy(signal.reason as Error), { once: true });
      return this.spool.receive(entry.body, entry.size);
    }).catch((error: unknown) => {
      if (error instanceof SpoolError) return error;
      throw error;
    });
    if (file instanceof SpoolError) return refuse(file.message);
    if (file.sha256 === record.sha256) return { file, record };
    await this.spool.remove(file);
    return refuse('its content does not have the SHA-256 that was recorded.');
  }

  private async write(namespace: string, hash: string, file: EntryFile): Promise<'stored' | 'exists'> {
    const { store, timeLimits, producer = {}, now } = this.options;
    const missed = this.missedAt.get(hash);
    const record: EntryRecord = {
      ...producer,
      sha256: file.sha256,
      hash,
      ...(missed === undefined ? {} : { seconds: Math.round((now() - missed) / 100) / 10 }),
    };
    const writing = store.put(entryKey(namespace, hash), file, encodeRecord(record));
    // A write that takes too long is not waited for, and has its file until it ends.
    const ended = writing.finally(() => this.spool.remove(file));
    ended.catch(() => undefined);
    const outcome = await withTimeout(transferTime(timeLimits, file.size), 'take an entry', () => writing);
    if (outcome === 'stored' && !isDescription(hash)) this.tally.stored(file.size);
    return outcome;
  }

  private async discard(body: AsyncIterable<Uint8Array>): Promise<'not-stored'> {
    try {
      for await (const chunk of body) void chunk;
    } catch {
      // Whoever sent it is gone, or it was read before.
    }
    return 'not-stored';
  }
}

/** What went wrong, in one or two sentences. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return `${String(error)}.`;
  const { remedy } = error as { remedy?: string };
  const message = error.message.replace(/([^.])$/, '$1.');
  return remedy === undefined ? message : `${message} ${remedy}`;
}
