import { takeTurns } from '../measure';
import { type Result, toResult } from '../statistics';
import type { BenchWorkspace } from '../workspace';

const bareNode = 'node -e 0';

/** What every command takes before it does anything. */
export async function commandHelp(workspace: BenchWorkspace, rounds: number): Promise<Result> {
  const ours = { name: 'sluice --help', commands: [workspace.sluice('--help')] };
  const peer = { name: bareNode, commands: [{ program: process.execPath, args: ['-e', '0'] }] };
  return toResult('help', await takeTurns([ours, peer], rounds), { goals: { [bareNode]: 2.5 } });
}
