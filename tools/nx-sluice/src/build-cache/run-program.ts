import { spawn, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';
import { SluiceError } from '@sluice/release';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Program {
  command: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  stdio: StdioOptions;
}

/**
 * Runs a program until it ends, in the process group of this one: Ctrl-C on a terminal reaches both. A signal that was
 * sent to this process alone is passed on, and this process ends after the program.
 * @returns its exit code; 128 and the number of the signal where one ended it, as shells have it.
 * @throws SluiceError `usage` when there is no such program.
 */
export function runProgram({ command: [file = '', ...args], ...options }: Program): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, options);
    const pass = (signal: NodeJS.Signals) => {
      // A terminal has sent it to the program as well.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    forwarded.forEach((signal) => process.on(signal, pass));
    const end = () => forwarded.forEach((signal) => process.off(signal, pass));
    child.once('error', (cause) => {
      end();
      reject(cannotRun(file, cause));
    });
    // Not `close`: what the program left behind may keep its output open.
    child.once('exit', (code, signal) => {
      end();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

function cannotRun(file: string, cause: NodeJS.ErrnoException): SluiceError {
  const why = cause.code === 'ENOENT' ? 'there is no such program' : cause.message;
  return new SluiceError(
    'usage',
    `Cannot run "${file}": ${why}.`,
    'Check the command behind --; a program of this workspace is started with npx.',
    { cause },
  );
}
