import type { Clock } from '../../clock';

/** Time that passes only while someone sleeps. Whoever is to wake first is woken first. */
export class FakeClock implements Clock {
  private time = Date.UTC(2026, 0, 1);
  private sleepers: { at: number; wake: () => void }[] = [];
  private isTicking = false;

  now(): number {
    return this.time;
  }

  random(): number {
    return 0.5;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.sleepers.push({ at: this.time + ms, wake });
      signal?.addEventListener('abort', wake);
      if (!this.isTicking) this.tick();
    });
  }

  /** Runs `what` once the time has come. */
  at(ms: number, what: () => void): void {
    this.sleepers.push({ at: this.time + ms, wake: what });
  }

  /** Lets everybody who is awake go to sleep first. */
  private tick(): void {
    this.isTicking = true;
    setImmediate(() => {
      this.isTicking = false;
      this.sleepers.sort((a, b) => a.at - b.at);
      const next = this.sleepers.shift();
      if (next === undefined) return;
      this.time = Math.max(this.time, next.at);
      next.wake();
      if (this.sleepers.length > 0) this.tick();
    });
  }
}
