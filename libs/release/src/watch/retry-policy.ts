import type { PipelineEnd } from '@sluice/contract';
import { failureKind } from '../ports/pipelines';
import type { Clock } from '../clock';
import type { Pace } from './pace';

/** Ends a watch from wherever it is. */
export class WatchEnded extends Error {
  constructor(readonly end: PipelineEnd) {
    super(end.kind);
  }
}

export interface RetryPolicyOptions {
  clock: Clock;
  pace: Pace;
  signal?: AbortSignal;
  /** Milliseconds since 1970 when the whole watch ends. */
  deadline: number;
  /** Milliseconds without any answer after which the watch gives up. */
  outage: number;
  onTrouble(why: 'throttled' | 'unavailable' | 'unreachable'): void;
  /** What the watch is waiting for, when the time is over. */
  unfinished(): PipelineEnd;
}

/** Asks again what passes by itself, and ends the watch when it is interrupted or its time is over. */
export class RetryPolicy {
  private silentSince?: number;

  constructor(private readonly options: RetryPolicyOptions) {}

  /** @throws WatchEnded, or whatever does not pass. */
  async ask<T>(call: () => Promise<T>): Promise<T> {
    const { clock, outage, pace, onTrouble } = this.options;
    for (;;) {
      try {
        const answer = await this.unlessInterrupted(call());
        this.silentSince = undefined;
        pace.answered();
        return answer;
      } catch (error) {
        const kind = failureKind(error);
        if (kind !== 'throttled' && kind !== 'unavailable' && kind !== 'unreachable') throw error;
        if (kind === 'throttled') {
          // It answers: there is no outage.
          this.silentSince = undefined;
          pace.throttled();
        } else {
          this.silentSince ??= clock.now();
          if (clock.now() - this.silentSince >= outage) throw error;
        }
        onTrouble(kind);
      }
      await this.pause();
    }
  }

  async pause(): Promise<void> {
    const { clock, pace, signal, deadline } = this.options;
    const left = deadline - clock.now();
    if (left <= 0) throw new WatchEnded(this.options.unfinished());
    await clock.sleep(Math.min(pace.next(), left), signal);
    if (signal?.aborted) throw new WatchEnded({ kind: 'interrupted' });
  }

  private unlessInterrupted<T>(answer: Promise<T>): Promise<T> {
    const { signal } = this.options;
    if (signal === undefined) return answer;
    return new Promise<T>((resolve, reject) => {
      const interrupt = () => reject(new WatchEnded({ kind: 'interrupted' }));
      if (signal.aborted) interrupt();
      signal.addEventListener('abort', interrupt);
      answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', interrupt));
    });
  }
}
