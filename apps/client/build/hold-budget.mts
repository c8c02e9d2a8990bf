import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';
import { budget } from './budget.mts';

/** Reports the JavaScript of the first load and of each view, and fails the build above its budget. */
export function holdBudget(sources: string): Plugin {
  return {
    name: 'sluice:budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const lines = weigh(chunks, sources);
      this.info(`JavaScript after gzip:\n${lines.map(describe).join('\n')}`);
      const heavy = lines.filter(({ bytes, limit }) => bytes > limit);
      const missing = Object.keys(budget.routes).filter((route) => !lines.some(({ name }) => name === route));
      if (missing.length > 0) this.error(`build/budget.mts names what is no chunk: ${missing.join(', ')}.`);
      if (heavy.length > 0) {
        const names = heavy.map(({ name }) => name).join(', ');
        this.error(
          `Over the budget: ${names}. Load less there, or raise it in build/budget.mts with the reason.`,
        );
      }
    },
  };
}

interface Line {
  name: string;
  bytes: number;
  limit: number;
}

function weigh(chunks: Rollup.OutputChunk[], sources: string): Line[] {
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const sizes = new Map(chunks.map(({ fileName, code }) => [fileName, gzipSync(code).length]));
  const needs = (chunk: Rollup.OutputChunk, found = new Set<string>()): Set<string> => {
    if (found.has(chunk.fileName)) return found;
    found.add(chunk.fileName);
    for (const file of chunk.imports) {
      const needed = byFile.get(file);
      if (needed) needs(needed, found);
    }
    return found;
  };
  const total = (files: Iterable<string>) =>
    [...files].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);

  const first = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap((entry) => [...needs(entry)]));
  const later = chunks.filter(({ isDynamicEntry, fileName }) => isDynamicEntry && !first.has(fileName));
  return [
    { name: 'first load', bytes: total(first), limit: budget.firstLoad },
    ...later.map((chunk) => {
      const name = (chunk.facadeModuleId ?? chunk.name).replace(`${sources}/`, '');
      const bytes = total([...needs(chunk)].filter((file) => !first.has(file)));
      return { name, bytes, limit: budget.routes[name] ?? budget.part };
    }),
  ];
}

function describe({ name, bytes, limit }: Line): string {
  const kilobytes = (size: number) => `${(size / 1000).toFixed(1).padStart(6)} kB`;
  return `  ${kilobytes(bytes)} of ${kilobytes(limit)}  ${name}`;
}
