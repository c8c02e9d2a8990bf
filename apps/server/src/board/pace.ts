import type { Clock } from '@sluice/release';

/** Milliseconds between two looks. */
export interface LivePace {
  /** While something is in progress. */
  busy: number;
  /** While nothing is: from `busy`, longer after each look that brought nothing, up to this. */
  idle: number;
  /** The longest after failures in a row. */
  failing: number;
}

export const defaultPace: LivePace = { busy: 2_000, idle: 5_000, failing: 60_000 };

const growth = 1.5;

/** How long to wait before the next look. A tenth more or less by chance keeps several servers from asking in step. */
export class Pace {
  private pause: number;

  constructor(
    private readonly limits: LivePace,
    private readonly clock: Pick<Clock, 'random'>,
  ) {
    this.pause = limits.busy;
  }

  /** Milliseconds. */
  after(look: 'busy' | 'idle' | 'failing'): number {
    const { busy, idle, failing } = this.limits;
    if (look === 'busy') this.pause = busy;
    else if (look === 'idle') this.pause = Math.min(Math.max(this.pause, busy) * growth, idle);
    else this.pause = Math.min(this.pause * 2, failing);
    return this.pause * (0.9 + this.clock.random() / 5);
  }
}
