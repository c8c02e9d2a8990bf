import { spawn, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
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

/** Variables with which the programs that the workspace has installed are found first, as in a script of its package.json. */
export function withProgramsOf(root: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // Windows has `Path`.
  const name = Object.keys(env).find((one) => one.toUpperCase() === 'PATH') ?? 'PATH';
  const installed = join(root, 'node_modules/.bin');
  return { ...env, [name]: env[name] ? `${installed}${delimiter}${env[name]}` : installed };
}

function cannotRun(file: string, cause: NodeJS.ErrnoException): SluiceError {
  const why = cause.code === 'ENOENT' ? 'there is no such program' : cause.message;
  return new SluiceError(
    'usage',
    `Cannot run "${file}": ${why}.`,
    'Check the command behind --. Programs of this workspace are found in node_modules/.bin once they are installed.',
    { cause },
  );
}
