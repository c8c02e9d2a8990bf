import { spawn } from 'node:child_process';
import { nxBinary } from 'nx-sluice';

/** Runs Nx as a person would, its words on this terminal, and resolves to its exit code. */
export function runNx(
  args: string[],
  { root, env = {} }: { root: string; env?: Record<string, string | undefined> },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [nxBinary(), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      // A daemon would outlive this command, and Nx's own terminal interface would draw over its words.
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', ...env },
    });
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal === null ? 1 : 130)));
  });
}
