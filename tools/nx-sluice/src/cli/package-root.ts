import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of this package's executors.json: above the sources here, beside lib/ in the compiled package.
 * @throws Error when the package is incomplete.
 */
export function findPackageRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'executors.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`No executors.json above ${from}.`);
  }
}
