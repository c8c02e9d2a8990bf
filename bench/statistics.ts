import type { Cost } from './measure';

export interface Spread {
  median: number;
  least: number;
  most: number;
}

export interface Result {
  scenario: string;
  /** The first is ours. */
  contenders: { name: string; seconds: Spread; cpuSeconds?: Spread; peakMegabytes?: Spread; note?: string }[];
  /** Ours divided by each peer, round by round: 0.5 is half the time. */
  ratios: { peer: string; goal?: number; seconds: Spread; cpuSeconds?: Spread }[];
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median =
    sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, least: sorted[0]!, most: sorted.at(-1)! };
}

function spreadOf(costs: readonly Cost[], key: keyof Cost): Spread | undefined {
  const values = costs.map((cost) => cost[key]).filter((value) => value !== undefined);
  return values.length === costs.length ? spread(values) : undefined;
}

/** `goals`: by name of the peer, the ratio of wall-clock time that ours should stay below. */
export function toResult(
  scenario: string,
  costs: ReadonlyMap<string, readonly Cost[]>,
  { goals = {}, notes = {} }: { goals?: Record<string, number>; notes?: Record<string, string> } = {},
): Result {
  const [[, ours], ...peers] = [...costs] as [[string, Cost[]], ...[string, Cost[]][]];
  return {
    scenario,
    contenders: [...costs].map(([name, all]) => ({
      name,
      seconds: spreadOf(all, 'seconds')!,
      cpuSeconds: spreadOf(all, 'cpuSeconds'),
      peakMegabytes: spreadOf(all, 'peakMegabytes'),
      note: notes[name],
    })),
    ratios: peers.map(([peer, theirs]) => ({
      peer,
      goal: goals[peer],
      seconds: spread(ours.map(({ seconds }, round) => seconds / theirs[round]!.seconds)),
      cpuSeconds: spreadOf([...ours, ...theirs], 'cpuSeconds') && {
        ...spread(ours.map(({ cpuSeconds }, round) => cpuSeconds! / theirs[round]!.cpuSeconds!)),
      },
    })),
  };
}
