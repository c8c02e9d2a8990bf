import { FaultPlan, type FaultTarget } from '@sluice/local-cloud';

/** Counts what reaches the cloud: every request, by its operation. */
export class CountingFaults extends FaultPlan {
  readonly counts = new Map<string, number>();

  override strike(target: FaultTarget) {
    this.counts.set(target.operation, this.of(target.operation) + 1);
    return super.strike(target);
  }

  of(operation: string): number {
    return this.counts.get(operation) ?? 0;
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Requests that leave something behind. */
  get writes(): number {
    return [...this.counts].filter(([name]) =>
      /^(?:Put|Copy|Delete|Start|Stop|Create|Complete|Upload)/.test(name),
    ).length;
  }

  reset(): void {
    this.counts.clear();
  }
}
