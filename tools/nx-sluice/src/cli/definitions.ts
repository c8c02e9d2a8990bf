import { resolve } from 'node:path';
import { executors } from '../../executors.json';
import { generators } from '../../generators.json';
import type { ExecutorDefinition } from '../executors/definition';
import type { GeneratorDefinition } from '../generators/definition';

/** The definition of every executor that executors.json names, by its name. */
export function readDefinitions(): [name: string, definition: ExecutorDefinition][] {
  return Object.keys(executors).map((name) => [name, load<ExecutorDefinition>('executors', name)]);
}

/** The definition of every generator that generators.json names, by its name. */
export function readGeneratorDefinitions(): [name: string, definition: GeneratorDefinition][] {
  return Object.keys(generators).map((name) => [name, load<GeneratorDefinition>('generators', name)]);
}

function load<T>(kind: 'executors' | 'generators', name: string): T {
  const options = resolve(__dirname, '..', kind, name, 'options');
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- known by its place only
  return (require(options) as { definition: T }).definition;
}
