import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Result, Spread } from './statistics';

const seconds = ({ median, least, most }: Spread) =>
  `${median.toFixed(2)} s (${least.toFixed(2)}–${most.toFixed(2)})`;
const ratio = ({ median, least, most }: Spread) =>
  `${median.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;

export function resultLines({ scenario, contenders, ratios }: Result): string[] {
  return [
    '',
    scenario,
    ...contenders.map(({ name, seconds: wall, cpuSeconds, peakMegabytes, note }) =>
      [
        `  ${name.padEnd(26)} ${seconds(wall).padEnd(24)}`,
        cpuSeconds ? `cpu ${seconds(cpuSeconds).padEnd(24)}` : '',
        peakMegabytes ? `peak ${peakMegabytes.median.toFixed(0)} MB` : '',
        note ?? '',
      ]
        .join(' ')
        .trimEnd(),
    ),
    ...ratios.map(
      ({ peer, goal, seconds: wall, cpuSeconds }) =>
        `  ours / ${peer}: ${ratio(wall)}${cpuSeconds ? `, cpu ${ratio(cpuSeconds)}` : ''}${goal === undefined ? '' : `, goal ${goal.toFixed(2)}`}`,
    ),
  ];
}

/**
 * The machine and the figures, for people and for later runs to compare with. Scenarios that were not run keep the
 * figures that they had, as long as they are of the same machine.
 */
export async function writeResults(
  folder: string,
  results: readonly Result[],
  rounds: number,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const machine = {
    processor: cpus()[0]?.model.trim(),
    cores: cpus().length,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  };
  const path = join(folder, 'results.json');
  const all = merged(await readResults(path, machine), results);
  await writeFile(path, `${JSON.stringify({ machine, rounds, results: all }, null, 2)}\n`);
  await writeFile(join(folder, 'results.svg'), chart(all));
}

async function readResults(path: string, machine: object): Promise<Result[]> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  const before = JSON.parse(text) as { machine?: object; results?: Result[] };
  return JSON.stringify(before.machine) === JSON.stringify(machine) ? (before.results ?? []) : [];
}

function merged(before: readonly Result[], results: readonly Result[]): Result[] {
  const now = new Map(results.map((result) => [result.scenario, result]));
  const kept = before.map((result) => now.get(result.scenario) ?? result);
  const added = results.filter(({ scenario }) => !before.some((result) => result.scenario === scenario));
  return [...kept, ...added];
}

const barHeight = 18;
const left = 330;
const width = 960;

function chart(results: readonly Result[]): string {
  const rows = results.flatMap(({ scenario, contenders }) => {
    const longest = Math.max(...contenders.map(({ seconds: { most } }) => most));
    return [
      { title: scenario },
      ...contenders.map(({ name, seconds: wall }, index) => ({ name, wall, longest, isOurs: index === 0 })),
    ];
  });
  const lines = rows.map((row, index) => {
    const y = 20 + index * (barHeight + 6);
    if ('title' in row)
      return `<text x="8" y="${y + 14}" font-weight="bold">${escaped(row.title ?? '')}</text>`;
    const scale = (value: number) => ((width - left - 150) * value) / row.longest;
    const { median, least, most } = row.wall;
    return [
      `<text x="${left - 10}" y="${y + 14}" text-anchor="end">${escaped(row.name)}</text>`,
      `<rect x="${left}" y="${y}" width="${scale(median).toFixed(1)}" height="${barHeight}" fill="${row.isOurs ? '#0972d3' : '#9ba7b6'}"/>`,
      `<path d="M${(left + scale(least)).toFixed(1)} ${y + 9}H${(left + scale(most)).toFixed(1)}" stroke="#16191f"/>`,
      `<text x="${(left + scale(most) + 8).toFixed(1)}" y="${y + 14}">${median.toFixed(2)} s</text>`,
    ].join('');
  });
  const height = 40 + rows.length * (barHeight + 6);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="white"/>\n${lines.join('\n')}\n</svg>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
