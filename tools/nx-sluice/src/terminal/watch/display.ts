import type { WatchedEnvironment } from '@sluice/release';
import type { Printer } from '../printer';
import type { WatchDisplay } from './watch-display';
import { watchLine } from './watch-line';

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
