/** A server behind the door, and how many requests it still owes an answer. */
export class Target {
  private inFlight = 0;
  private waiting: (() => void)[] = [];
  private readonly streams = new Set<() => void>();

  /** `port`: on loopback. */
  constructor(readonly port: number) {}

  /** Call once for each request; the returned function says that it is answered, and may be called again. */
  take(): () => void {
    this.inFlight += 1;
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      this.inFlight -= 1;
      if (this.inFlight === 0) this.waiting.splice(0).forEach((resolve) => resolve());
    };
  }

  /**
   * Answers that never end by themselves are in flight for ever: `end` is called once nothing new comes here.
   *
   * @returns says that it has ended
   */
  stream(end: () => void): () => void {
    this.streams.add(end);
    return () => this.streams.delete(end);
  }

  /** Ends the answers that would never end. Who reads them comes back, and gets to the server that took over. */
  endStreams(): void {
    for (const end of this.streams) end();
    this.streams.clear();
  }

  /** Resolves when nothing is in flight, or after `limitMs` milliseconds. */
  async idle(limitMs: number): Promise<void> {
    if (this.inFlight === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      this.waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
