import { fork } from 'node:child_process';

export interface RunningScript {
  pid: number;
  /** What the script sent with `process.send`. */
  messages: unknown[];
}

/** Runs a TypeScript file as a process of its own. Whoever calls ends it. */
export function runScript(file: string, args: string[]): RunningScript {
  const messages: unknown[] = [];
  const child = fork(file, args, {
    execArgv: ['-r', '@swc-node/register'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.on('message', (message) => messages.push(message));
  // A killed script must not keep the test from ending.
  child.unref();
  child.channel?.unref();
  return { pid: child.pid ?? 0, messages };
}
