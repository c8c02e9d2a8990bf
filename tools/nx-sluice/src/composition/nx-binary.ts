import { dirname, join } from 'node:path';

/**
 * Absolute path of the program behind `npx nx`. Asking for `nx` itself would find the workspace's nx.json, because the
 * transpiler that loads this file resolves names from the workspace root first.
 */
export function nxBinary(): string {
  const manifest = require.resolve('nx/package.json');
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { bin } = require(manifest) as { bin: { nx: string } };
  return join(dirname(manifest), bin.nx);
}
