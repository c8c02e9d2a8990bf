import type { Clock } from '@sluice/release';
import { Pace, type LivePace } from './pace';

export interface PollResult<T> {
  value: T;
  /** Changes whenever the value does, and only then. */
  version: string;
  /** `busy`: something is in progress, so poll again soon. `failing`: the value is an old one, so poll again later. */
  state: 'busy' | 'idle' | 'failing';
}

export interface PollerOptions<T> {
  look(latest: T | undefined): Promise<PollResult<T>>;
  clock: Clock;
  pace: LivePace;
}

/** Milliseconds that it polls on after someone asked, where nobody listens. */
const afterglow = 30_000;

/**
 * Looks for everybody at once, however many there are, and only while someone listens or has asked of late. Who
 * asks while it looks regularly gets the latest look; whoever listens is told of each change.
 */
export class Poller<T> {
  private latest: (PollResult<T> & { at: number }) | undefined;
  private failure: { error: unknown; at: number } | undefined;
  private current: Promise<PollResult<T>> | undefined;
  private isRunning = false;
  private isClosed = false;
  /** Something was written since the latest look. */
  private isOutdated = false;
  private askedAt = -Infinity;
  private restsUntil = -Infinity;
  private wake = new AbortController();
  private readonly listeners = new Set<(look: PollResult<T>) => void>();
  private readonly pace: Pace;

  constructor(private readonly options: PollerOptions<T>) {
    this.pace = new Pace(options.pace, options.clock);
  }

  /** What was seen last; the first to ask after a pause waits for a look. @throws what the look threw */
  async ask(): Promise<PollResult<T>> {
    this.askedAt = this.now();
    const { latest, failure } = this;
    if (failure !== undefined && this.now() - failure.at < this.options.pace.busy) throw failure.error;
    const isKept = this.isRunning && failure === undefined && !this.isOutdated && this.isRecent();
    this.run();
    return isKept && latest !== undefined ? latest : this.pollNow();
  }

  /** Tells of the latest look, if there is one that is not old, and of every change from then on. */
  listen(listener: (look: PollResult<T>) => void): () => void {
    this.listeners.add(listener);
    if (this.latest !== undefined && this.isRecent()) listener(this.latest);
    this.run();
    return () => this.listeners.delete(listener);
  }

  /** Something was written: a look that is under way may have missed it, so another one is taken at once. */
  kick(): void {
    this.isOutdated = true;
    this.current = undefined;
    this.wake.abort();
    if (this.isWanted()) this.run();
  }

  /** Takes no further look for so many milliseconds, unless something is written. */
  rest(milliseconds: number): void {
    this.restsUntil = this.now() + milliseconds;
  }

  /** Seconds since the last look; nothing before the first. */
  get age(): number | undefined {
    return this.latest && (this.now() - this.latest.at) / 1000;
  }

  close(): void {
    this.isClosed = true;
    this.listeners.clear();
    this.wake.abort();
  }

  private now(): number {
    return this.options.clock.now();
  }

  private isWanted(): boolean {
    return !this.isClosed && (this.listeners.size > 0 || this.now() - this.askedAt < afterglow);
  }

  private isRecent(): boolean {
    return this.latest !== undefined && this.now() - this.latest.at < 2 * this.options.pace.idle;
  }

  private run(): void {
    if (this.isRunning || this.isClosed) return;
    this.isRunning = true;
    void this.loop().finally(() => (this.isRunning = false));
  }

  private async loop(): Promise<void> {
    while (this.isWanted()) {
      this.wake = new AbortController();
      const { signal } = this.wake;
      const before = this.latest?.version;
      const state = await this.pollNow().then(
        (look) => (look.state === 'idle' && look.version !== before ? 'busy' : look.state),
        () => 'failing' as const,
      );
      const pause = Math.max(this.pace.after(state), this.restsUntil - this.now());
      await this.options.clock.sleep(pause, signal);
    }
  }

  private pollNow(): Promise<PollResult<T>> {
    if (this.current !== undefined) return this.current;
    const look: Promise<PollResult<T>> = this.options.look(this.latest?.value).then(
      (seen) => {
        if (this.current === look) this.seen(seen);
        return seen;
      },
      (error: unknown) => {
        if (this.current === look) {
          this.current = undefined;
          this.failure = { error, at: this.now() };
        }
        throw error;
      },
    );
    this.current = look;
    return look;
  }

  private seen(look: PollResult<T>): void {
    const isNew = this.latest?.version !== look.version;
    this.current = undefined;
    this.failure = undefined;
    this.isOutdated = false;
    this.latest = { ...look, at: this.now() };
    if (isNew) for (const listener of this.listeners) listener(look);
  }
}
