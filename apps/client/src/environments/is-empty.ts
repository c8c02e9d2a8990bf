import type { Board } from '@sluice/contract';

/** Nothing is published, and it is not just unknown: what could not be read yet is a warning. */
export function isEmpty({ newest, warnings }: Board): boolean {
  return newest === undefined && warnings.length === 0;
}
