import { resolve } from 'node:path';
import { executors } from '../../executors.json';
import type { ExecutorDefinition } from '../executors/definition';

/** The definition of every executor that executors.json names, by its name. */
export function readDefinitions(): [name: string, definition: ExecutorDefinition][] {
  return Object.keys(executors).map((name) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- known by its place only
    const { definition } = require(resolve(__dirname, '../executors', name, 'options')) as {
      definition: ExecutorDefinition;
    };
    return [name, definition];
  });
}
