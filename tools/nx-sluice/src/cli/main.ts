import { exitCodes } from '../terminal/exit-code';
import { readCommands } from './commands';
import { parse, type Request } from './parse';

/** Runs a command line, and sets `process.exitCode`. Help, the version and a completion load nothing but the parser. */
export async function main(words: string[]): Promise<void> {
  // A process that ends early, because nothing is left that could answer, has not succeeded.
  process.exitCode = exitCodes.failed;
  const read = request(words);
  if (read.request === undefined && read.error === undefined) {
    process.exitCode = exitCodes.done;
    return;
  }
  const [{ runCommand }, { createPrinter }, { perform }] = await Promise.all([
    import('../terminal/run-command'),
    import('../terminal/printer'),
    import('./perform'),
  ]);
  let code: number = exitCodes.done;
  const { exitCode, success } = await runCommand(createPrinter(), words.includes('--verbose'), async () => {
    if (read.request === undefined) throw read.error;
    code = await perform(read.request);
  });
  process.exitCode = success ? code : exitCode;
}

/** What was asked for, or why it cannot be told; neither where the parser itself has answered. */
function request(words: string[]): { request?: Request; error?: unknown } {
  try {
    return { request: parse(words, readCommands()) };
  } catch (error) {
    return { error };
  }
}
