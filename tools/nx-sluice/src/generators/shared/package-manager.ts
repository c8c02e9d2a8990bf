import type { Tree } from '@nx/devkit';
import { lockfileNames, packageManagerOf, type PackageManager } from '../../packing/package-managers';

/** By the lockfile; npm where there is none. */
export function packageManagerOfWorkspace(tree: Tree): PackageManager {
  // Nx looks for bun first, then for yarn, pnpm and npm.
  const name = lockfileNames.toReversed().find((path) => tree.exists(path));
  return name === undefined ? 'npm' : packageManagerOf(name, tree.read(name, 'utf8') ?? '');
}
