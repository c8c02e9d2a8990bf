import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** Requests at once; the rest of the connections is for those who wait. */
const width = 8;

/**
 * Work that nobody waits for. It takes turns with what someone does wait for, and one failure ends this round: the
 * next listing begins another.
 */
export class Background {
  private waiting = 0;
  private free: (() => void)[] = [];
  private isClosed = false;

  /** Runs what someone waits for; the work in the background pauses in the meantime. */
  async first<T>(urgent: () => Promise<T>): Promise<T> {
    this.waiting += 1;
    try {
      return await urgent();
    } finally {
      this.waiting -= 1;
      if (this.waiting === 0) this.free.splice(0).forEach((goOn) => goOn());
    }
  }

  /** Leaves the machine and the connections to others for so many milliseconds. */
  rest(milliseconds: number): void {
    void this.first(() => sleep(milliseconds, undefined, { ref: false }));
  }

  /** Ends once nothing of it is under way any more. @throws what went wrong first */
  async each<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
    const remaining = items[Symbol.iterator]();
    const failures: unknown[] = [];
    const goesOn = () => !this.isClosed && failures.length === 0;
    const worker = async () => {
      for (let next = remaining.next(); !next.done && goesOn(); next = remaining.next()) {
        while (this.waiting > 0 && goesOn()) await new Promise<void>((goOn) => this.free.push(goOn));
        if (!goesOn()) return;
        await work(next.value);
        await nextTurn();
      }
    };
    const workers = Array.from({ length: width }, () => worker().catch((error) => failures.push(error)));
    await Promise.all(workers);
    if (failures.length > 0) throw failures[0];
  }

  close(): void {
    this.isClosed = true;
    this.free.splice(0).forEach((goOn) => goOn());
  }
}
