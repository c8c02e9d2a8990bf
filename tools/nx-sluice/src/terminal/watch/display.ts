import type { WatchedEnvironment, WatchEvent } from '@sluice/release';
import type { Printer } from '../printer';
import { watchLine } from './watch-line';

/** Shows a watch while it lasts. */
export interface WatchDisplay {
  show(event: WatchEvent): void;
  /** Resolves when all that was shown stands there to stay. */
  close(): Promise<void>;
}

export interface DisplayOptions {
  printer: Printer;
  environments: readonly WatchedEnvironment[];
  json?: boolean;
  env?: Readonly<Record<string, string | undefined>>;
  isTerminal?: boolean;
}

/** Lines that move where a person looks on; lines that stay in CI, in a pipe, and beside `--json`. */
export async function openDisplay({
  printer,
  environments,
  json = false,
  env = process.env,
  // A pseudo-terminal without a size, as some CI systems give, would have listr2 wrap lines for ever.
  isTerminal = process.stdout.isTTY === true && process.stdout.columns > 0,
}: DisplayOptions): Promise<WatchDisplay> {
  const isCi = env.CI !== undefined && !['', '0', 'false'].includes(env.CI);
  if (json || !isTerminal || isCi || env.TERM === 'dumb') {
    return { show: (event) => printer.line(watchLine(event)), close: async () => undefined };
  }
  const { LiveDisplay } = await import('./live-display');
  return new LiveDisplay(environments);
}
