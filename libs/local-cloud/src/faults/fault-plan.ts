import type { Fault, FaultEffect, FaultTarget } from './fault';

interface Armed {
  fault: Fault;
  seen: number;
  hit: number;
}

/** The faults that a test has scripted, and how often each one struck. */
export class FaultPlan {
  private armed: Armed[] = [];

  constructor(faults: Fault[] = []) {
    faults.forEach((fault) => this.add(fault));
  }

  add(fault: Fault): this {
    this.armed.push({ fault, seen: 0, hit: 0 });
    return this;
  }

  clear(): void {
    this.armed = [];
  }

  /** How many requests this very fault has hit. */
  hits(fault: Fault): number {
    return this.armed.find((entry) => entry.fault === fault)?.hit ?? 0;
  }

  /** Counts the request and returns what happens to it, in the order in which the faults were added. */
  strike(target: FaultTarget): FaultEffect[] {
    return this.armed
      .filter((entry) => {
        const { skip = 0, times = 1 } = entry.fault;
        if (!matches(entry.fault, target)) return false;
        entry.seen += 1;
        if (entry.seen <= skip || entry.hit >= times) return false;
        entry.hit += 1;
        return true;
      })
      .map((entry) => entry.fault.effect);
  }
}

function matches(fault: Fault, target: FaultTarget): boolean {
  const { operation, bucket, key } = fault;
  if (operation !== undefined && operation !== target.operation) return false;
  if (bucket !== undefined && bucket !== target.bucket) return false;
  if (key === undefined) return true;
  if (target.key === undefined) return false;
  return typeof key === 'string' ? key === target.key : key.test(target.key);
}
