import { setImmediate as nextTurn } from 'node:timers/promises';

/** Requests at once; the rest of the connections is for those who wait. */
const width = 8;

/**
 * Work that nobody waits for. It takes turns with what somebody does wait for, and one failure ends this round: the
 * next listing begins another.
 */
export class Background {
  private waiting = 0;
  private free: (() => void)[] = [];
  private isClosed = false;

  /** Runs what somebody waits for; the work in the background pauses meanwhile. */
  async first<T>(urgent: () => Promise<T>): Promise<T> {
    this.waiting += 1;
    try {
      return await urgent();
    } finally {
      this.waiting -= 1;
      if (this.waiting === 0) this.free.splice(0).forEach((goOn) => goOn());
    }
  }

  async each<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
    const remaining = items[Symbol.iterator]();
    const worker = async () => {
      for (let next = remaining.next(); !next.done && !this.isClosed; next = remaining.next()) {
        while (this.waiting > 0 && !this.isClosed) await new Promise<void>((goOn) => this.free.push(goOn));
        await work(next.value);
        await nextTurn();
      }
    };
    await Promise.all(Array.from({ length: width }, worker));
  }

  close(): void {
    this.isClosed = true;
    this.free.splice(0).forEach((goOn) => goOn());
  }
}
