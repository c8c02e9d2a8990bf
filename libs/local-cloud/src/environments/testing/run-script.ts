import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface RunningScript {
  /** What the script sent with `process.send`. */
  messages: unknown[];
  /** Kills it outright, and resolves when it is gone. May be called again. */
  kill(): Promise<void>;
}

/** Runs a TypeScript file as a process of its own. */
export function runScript(file: string, args: string[]): RunningScript {
  const messages: unknown[] = [];
  const child = fork(file, args, {
    execArgv: ['-r', join(__dirname, '../../../../../jest/typescript.cjs')],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.on('message', (message) => messages.push(message));
  return { messages, kill: () => killOutright(child) };
}

async function killOutright(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
