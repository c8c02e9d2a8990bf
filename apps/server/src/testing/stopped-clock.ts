import type { Clock } from '@sluice/release';

/** Time that stands still until a test lets it pass, so that a look happens when it says so. */
export class StoppedClock implements Clock {
  private time = 0;
  private sleepers: { until: number; wake: () => void }[] = [];
  now = () => this.time;
  random = () => 0.5;
  sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((wake) => {
      if (signal?.aborted) return wake();
      const sleeper = { until: this.time + ms, wake };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.sleepers = this.sleepers.filter((one) => one !== sleeper);
        wake();
      });
    });
  /** Whether someone waits for time to pass. */
  get isAsleep(): boolean {
    return this.sleepers.length > 0;
  }
  /** Milliseconds until the next one wakes. */
  get pause(): number | undefined {
    return this.sleepers[0] && this.sleepers[0].until - this.time;
  }
  pass(ms: number): void {
    this.time += ms;
    const due = this.sleepers.filter(({ until }) => until <= this.time);
    this.sleepers = this.sleepers.filter(({ until }) => until > this.time);
    for (const { wake } of due) wake();
  }
}
