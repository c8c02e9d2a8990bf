import type { Stacks } from '@sluice/release';
import type { DescribedStacks, StacksAddress } from './described-stacks';

/** Loads the SDK's client when it is asked first: one command needs it, and all others start faster without. */
export class LazyStacks implements Stacks {
  private opened: Promise<DescribedStacks> | undefined;

  constructor(private readonly address: StacksAddress) {}

  async state(name: string): Promise<string | undefined> {
    this.opened ??= import('./described-stacks').then(({ openDescribedStacks }) =>
      openDescribedStacks(this.address),
    );
    return (await this.opened).state(name);
  }

  /** Ends the connections that are kept alive, so that a process can end. */
  async close(): Promise<void> {
    (await this.opened)?.close();
  }
}

/** Opens the stacks of one region; nothing is asked of them yet. */
export function openStacks(address: StacksAddress): LazyStacks {
  return new LazyStacks(address);
}
