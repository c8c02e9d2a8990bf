import { exitCodes } from '../terminal/exit-code';
import { readCommands } from './commands';
import { parse, type Request } from './parse';

/** Runs a command line, and sets `process.exitCode`. Help, the version and a completion load nothing but the parser. */
export async function main(args: string[]): Promise<void> {
  // A process that ends early, because nothing is left that could answer, has not succeeded.
  process.exitCode = exitCodes.failed;
  const read = request(args);
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
  const { exitCode, success } = await runCommand(createPrinter(), args.includes('--verbose'), async () => {
    if (read.request === undefined) throw read.error;
    code = await perform(read.request);
  });
  process.exitCode = success ? code : exitCode;
}

/** What was asked for, or why it cannot be told; neither where the parser itself has answered. */
function request(args: string[]): { request?: Request; error?: unknown } {
  try {
    return { request: parse(args, readCommands()) };
  } catch (error) {
    return { error };
  }
}
