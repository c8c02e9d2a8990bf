import { type Fault, FaultPlan } from '@sluice/local-cloud';

const patience = 30_000;

/** Stops the next request of a kind at the server, before it does anything, until it is let go. */
export class Gate {
  private letGo = (): void => undefined;
  private readonly fault: Fault;

  constructor(
    private readonly faults: FaultPlan,
    at: Pick<Fault, 'operation' | 'key'>,
  ) {
    const opens = new Promise<void>((resolve) => (this.letGo = resolve));
    this.fault = { ...at, effect: { kind: 'gate', opens } };
    faults.add(this.fault);
  }

  /** Resolves when a request stands before it; `meanwhile` is what sends that request. */
  async reached(meanwhile: Promise<unknown>): Promise<void> {
    let isOver = false;
    void meanwhile.finally(() => (isOver = true));
    const deadline = Date.now() + patience;
    while (this.faults.hits(this.fault) === 0) {
      if (isOver || Date.now() > deadline) throw new Error('No request came to the gate.');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  open(): void {
    this.letGo();
  }
}
