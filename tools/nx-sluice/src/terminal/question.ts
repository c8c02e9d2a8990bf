import { createInterface } from 'node:readline/promises';
import { printable } from './printable';

/** Someone to ask. */
export interface Terminal {
  /** Whether anybody is there: both streams are a terminal, and this is no CI run, which may only record one. */
  canAsk(): boolean;
  /** @returns what was typed; nothing when the question was ended with Ctrl-C or Ctrl-D. */
  ask(question: string): Promise<string | undefined>;
}

/** The terminal of this process. Questions go to stderr, so that stdout can be piped. */
export const processTerminal: Terminal = {
  canAsk: () => process.stdin.isTTY === true && process.stderr.isTTY === true && !isCi(process.env),
  ask: async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      const closed = new Promise<undefined>((resolve) => terminal.once('close', () => resolve(undefined)));
      const answered = terminal.question(printable(question)).catch(() => undefined);
      return await Promise.race([answered, closed]);
    } finally {
      terminal.close();
    }
  },
};

function isCi({ CI }: NodeJS.ProcessEnv): boolean {
  return CI !== undefined && !['', '0', 'false'].includes(CI);
}
