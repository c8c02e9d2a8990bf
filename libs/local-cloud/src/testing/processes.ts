import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const projectRoot = join(__dirname, '..', '..');
const workspaceRoot = join(projectRoot, '..', '..');

export interface Script {
  child: ChildProcess;
  /** Lines on stdout so far. */
  lines: string[];
  /** Resolves when so many lines have come; rejects when the process ends before, with what it said on stderr. */
  reached(count: number): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Runs a TypeScript file of this project as its own process, as the executors' processes are. */
export function runScript(path: string, args: string[]): Script {
  const child = spawn(
    process.execPath,
    ['-r', join(workspaceRoot, 'jest/typescript.cjs'), join(projectRoot, 'src', path), ...args],
    {
      cwd: workspaceRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: undefined, NODE_NO_WARNINGS: '1' },
    },
  );
  const lines: string[] = [];
  let stderr = '';
  child.stderr?.on('data', (text) => (stderr += text));
  const reader = createInterface({ input: child.stdout! });
  reader.on('line', (line) => lines.push(line));
  const exited = once(child, 'close');
  return {
    child,
    lines,
    reached: async (count) => {
      while (lines.length < count) {
        const ended = await Promise.race([once(reader, 'line').then(() => false), exited.then(() => true)]);
        if (ended && lines.length < count) throw new Error(`${path} ended early. ${stderr}`);
      }
    },
    kill: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}
