import { spawn } from 'node:child_process';
import type { WorkspaceClone } from '@sluice/dev';
import { nxBinary } from 'nx-sluice';
import { runTool } from './run-tool';

/** Runs Nx on a terminal of its own, with its terminal UI; in a pipe where no program can make a terminal. */
export async function nxOnTerminal(
  clone: WorkspaceClone,
  args: string[],
): Promise<{ code: number | null; output: string }> {
  if ((await runTool('script', ['--version']))?.includes('util-linux') !== true) {
    console.warn('Not on a terminal: script of util-linux is not installed.');
    return clone.nx(args);
  }
  const argv = [process.execPath, nxBinary(), ...args].map((word) => `'${word}'`).join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qec', `stty cols 160 rows 50; ${argv}`, '/dev/null'], {
      cwd: clone.root,
      env: { ...clone.environment(), TERM: 'xterm-256color', NX_TUI: 'true' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let drawn = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (drawn += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: drawn.replaceAll('\r', '') }));
  });
}

/** What the plugin prints when all tasks have ended, up to the next empty line. */
export function publishedSummary(output: string): string[] {
  const lines = output.split('\n');
  const start = lines.findIndex((line) => line.startsWith('sluice: '));
  return start === -1 ? [] : lines.slice(start, lines.indexOf('', start));
}
