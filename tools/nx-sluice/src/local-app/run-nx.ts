import { spawn } from 'node:child_process';
import { nxBinary } from '../composition/nx-binary';
import type { ToolLog } from './tool-log';

export interface NxRun {
  root: string;
  env?: Record<string, string | undefined>;
  /** Stops it, and with it the tasks that it runs. */
  signal?: AbortSignal;
  /** Takes all that Nx and its tasks print. */
  log: ToolLog;
}

/** Runs Nx as a person would, and resolves to its exit code and all that it printed. */
export function runNx(
  args: string[],
  { root, env = {}, signal, log }: NxRun,
): Promise<{ code: number; output: string }> {
  log.write(`\n$ npx nx ${args.join(' ')}\n`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [nxBinary(), ...args, '--outputStyle=static'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A daemon would outlive this command, and a log is no place for colors.
      // To start a process for each plugin takes longer than it saves.
      env: {
        NX_ISOLATE_PLUGINS: 'false',
        ...process.env,
        NX_DAEMON: 'false',
        NX_TUI: 'false',
        NO_COLOR: '1',
        FORCE_COLOR: '0',
        ...env,
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        log.write(text);
      });
    }
    // Ctrl-C of a terminal reaches Nx by itself; a signal that only this process gets does not.
    const stop = () => child.kill();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    child.once('error', reject);
    child.once('close', (code, killedBy) => {
      signal?.removeEventListener('abort', stop);
      resolve({ code: code ?? (killedBy === null ? 1 : 130), output });
    });
  });
}
