import type { Clock } from '../clock';

/** Milliseconds between two looks. */
export interface PaceLimits {
  shortest: number;
  longest: number;
}

export const defaultPace: PaceLimits = { shortest: 1_000, longest: 15_000 };

const growth = 1.5;
const slowest = 60_000;

/**
 * How long to wait before the next look: longer while nothing changes, short again after a change, and for good
 * longer after each throttling, since CodePipeline publishes no limits to keep to. A quarter more or less by chance
 * keeps many watchers from asking in step.
 */
export class Pace {
  private floor: number;
  private pause: number;

  constructor(
    private readonly clock: Clock,
    private readonly limits: PaceLimits,
  ) {
    this.floor = limits.shortest;
    this.pause = limits.shortest;
  }

  /** Milliseconds. */
  next(): number {
    const pause = this.pause;
    const longest = Math.max(this.limits.longest, this.pause);
    this.pause = Math.min(this.pause * growth, longest);
    return pause * (0.75 + this.clock.random() / 2);
  }

  answered(): void {
    this.pause = Math.min(this.pause, this.limits.longest);
  }

  changed(): void {
    this.pause = this.floor;
  }

  throttled(): void {
    this.floor = Math.min(this.floor * 2, this.limits.longest);
    this.pause = Math.min(Math.max(this.pause * 2, this.floor), slowest);
  }
}
