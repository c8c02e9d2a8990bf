import type { Lineage } from '@sluice/release';

/** Runs git with `input` on its standard input, and resolves to what it printed. */
type Ask = (args: string[], input?: string) => Promise<string>;

/**
 * How these commits stand to each other, by three processes of git: which of them are here, what they all come from,
 * and every commit between that and them with its parents.
 * @param shas full ones
 */
export async function lineageOf(shas: readonly string[], ask: Ask): Promise<Lineage> {
  const present = await presentAmong(shas, ask);
  if (present.length === 0) return { order: [], isAncestor: () => false };
  const base = await commonBase(present, ask);
  // Without --ancestry-path: what was merged in between has its own ancestors among them.
  const range = [...present, ...(base === undefined ? [] : [`^${base}`])];
  const listed = await ask(['rev-list', '--topo-order', '--parents', '--stdin'], `${range.join('\n')}\n`);
  const walked = listed.split('\n').filter((line) => line !== '');
  const lines = base === undefined ? walked : [...walked, base];

  const asked = new Set(present);
  const bit = new Map(present.map((sha, index) => [sha, 1n << BigInt(index)]));
  const reach = new Map<string, bigint>();
  for (const line of lines.toReversed()) {
    const [sha = '', ...parents] = line.split(' ');
    reach.set(
      sha,
      parents.reduce((all, parent) => all | (reach.get(parent) ?? 0n) | (bit.get(parent) ?? 0n), 0n),
    );
  }
  // Whoever remembers the answer need not remember every commit in between.
  const ancestors = new Map(present.map((sha) => [sha, reach.get(sha) ?? 0n]));
  return {
    order: lines.map((line) => line.split(' ', 1)[0] ?? '').filter((sha) => asked.has(sha)),
    isAncestor: (a, b) => ((ancestors.get(b) ?? 0n) & (bit.get(a) ?? 0n)) !== 0n,
  };
}

async function presentAmong(shas: readonly string[], ask: Ask): Promise<string[]> {
  if (shas.length === 0) return [];
  const names = [...new Set(shas)];
  const answer = await ask(
    ['cat-file', '--batch-check=%(objectname) %(objecttype)'],
    `${names.join('\n')}\n`,
  );
  const commits = answer.split('\n').filter((line) => line.endsWith(' commit'));
  return commits.map((line) => line.split(' ', 1)[0] ?? '');
}

/** A commit that all of them come from, or are; nothing where histories are unrelated, or were cut off. */
async function commonBase(shas: string[], ask: Ask): Promise<string | undefined> {
  if (shas.length === 1) return shas[0];
  const bases = await ask(['merge-base', '--octopus', ...shas]).catch(() => '');
  return bases.trim().split('\n')[0] || undefined;
}
