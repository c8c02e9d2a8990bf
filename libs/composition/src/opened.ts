/** What is opened, and closed the other way round. */
export class Opened {
  private readonly closers: (() => Promise<void> | void)[] = [];

  note<T extends { close(): Promise<void> | void }>(port: T): T {
    this.closers.unshift(() => port.close());
    return port;
  }

  async close(): Promise<void> {
    for (const close of this.closers) await close();
  }
}
