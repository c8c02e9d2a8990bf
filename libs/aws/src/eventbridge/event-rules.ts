import type { EventRule, EventRules } from '@sluice/release';
import type { BusRules, RulesAddress } from './bus-rules';

/** Loads the SDK's client when it is asked first: one command needs it, and all others start faster without. */
export class LazyRules implements EventRules {
  private opened: Promise<BusRules> | undefined;

  constructor(private readonly address: RulesAddress) {}

  async targeting(arn: string): Promise<EventRule[]> {
    this.opened ??= import('./bus-rules').then(({ openBusRules }) => openBusRules(this.address));
    return (await this.opened).targeting(arn);
  }

  /** Ends the connections that are kept alive, so that a process can end. */
  async close(): Promise<void> {
    (await this.opened)?.close();
  }
}

/** Opens the rules of one region; nothing is asked of them yet. */
export function openEventRules(address: RulesAddress): LazyRules {
  return new LazyRules(address);
}
