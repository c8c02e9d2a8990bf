import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Command {
  program: string;
  args: readonly string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** What a command took. Processor time and memory are those of GNU time, where it is found; children included. */
export interface Cost {
  seconds: number;
  /** User and system. */
  cpuSeconds?: number;
  peakMegabytes?: number;
}

/** Two things that do the same work. `prepare` comes before each run, and is not measured. */
export interface Contender {
  name: string;
  prepare?: () => Promise<unknown>;
  /** One after the other; their costs are added up, of memory the most counts. */
  commands: readonly Command[];
}

const gnuTime = '/usr/bin/time';

/** @throws {Error} with what the command printed, when it fails: a measurement of a failure is none. */
export async function run(command: Command): Promise<Cost> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  const report = join(folder, 'time');
  const isTimed = existsSync(gnuTime);
  const [program, args] = isTimed
    ? [gnuTime, ['-f', '%U %S %M', '-o', report, command.program, ...command.args]]
    : [command.program, command.args];
  try {
    const begun = performance.now();
    await finished(spawn(program, args, { ...command, env: { ...process.env, ...command.env } }), command);
    const seconds = (performance.now() - begun) / 1000;
    if (!isTimed) return { seconds };
    const [user, system, kilobytes] = (await readFile(report, 'utf8')).trim().split(' ').map(Number);
    return { seconds, cpuSeconds: user! + system!, peakMegabytes: kilobytes! / 1024 };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function finished(child: ReturnType<typeof spawn>, { program, args }: Command): Promise<void> {
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (printed = `${printed}${chunk.toString()}`.slice(-2_000)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${program} ${args.join(' ')} ended with ${code}:\n${printed}`)),
    );
  });
}

async function runContender({ prepare, commands }: Contender): Promise<Cost> {
  await prepare?.();
  const costs: Cost[] = [];
  for (const command of commands) costs.push(await run(command));
  const sum = (values: (number | undefined)[]) =>
    values.reduce<number | undefined>(
      (all, one) => (all === undefined || one === undefined ? undefined : all + one),
      0,
    );
  return {
    seconds: sum(costs.map(({ seconds }) => seconds))!,
    cpuSeconds: sum(costs.map(({ cpuSeconds }) => cpuSeconds)),
    peakMegabytes: costs.every(({ peakMegabytes }) => peakMegabytes !== undefined)
      ? Math.max(...costs.map(({ peakMegabytes }) => peakMegabytes!))
      : undefined,
  };
}

/**
 * Runs all contenders in turn, `rounds` times, so that what else the machine does meets each of them alike. The first
 * round warms the caches of the disk and is thrown away.
 */
export async function takeTurns(
  contenders: readonly Contender[],
  rounds: number,
): Promise<Map<string, Cost[]>> {
  const costs = new Map(contenders.map(({ name }) => [name, [] as Cost[]]));
  for (let round = 0; round <= rounds; round += 1)
    for (const contender of round % 2 === 0 ? contenders : [...contenders].reverse()) {
      const cost = await runContender(contender);
      if (round > 0) costs.get(contender.name)!.push(cost);
    }
  return costs;
}
