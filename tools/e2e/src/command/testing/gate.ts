import type { Fault, FaultPlan } from '@sluice/local-cloud';
import { eventually } from './eventually';

/** Stops the next request of a kind at the server, before it does anything, until it is let go. */
export class Gate {
  private release = (): void => undefined;
  private readonly fault: Fault;

  constructor(
    private readonly faults: FaultPlan,
    at: Pick<Fault, 'operation' | 'key'>,
  ) {
    const opens = new Promise<void>((resolve) => (this.release = resolve));
    this.fault = { ...at, effect: { kind: 'gate', opens } };
    faults.add(this.fault);
  }

  /** Resolves when a request stands before it; `in the meantime` is what sends that request. */
  async reached(meanwhile: Promise<unknown>): Promise<void> {
    let isOver = false;
    void meanwhile.finally(() => (isOver = true));
    await eventually('a request at the gate', () => {
      if (isOver && this.faults.hits(this.fault) === 0) throw new Error('No request came to the gate.');
      return this.faults.hits(this.fault) > 0;
    });
  }

  open(): void {
    this.release();
  }
}
