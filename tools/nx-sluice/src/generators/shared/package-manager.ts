import type { Tree } from '@nx/devkit';
import { JsonFile } from './json-file';
import { lockfileNames, packageManagerOf, type PackageManager } from '../../packing/package-managers';

/** By the lockfile; npm where there is none. */
export function packageManagerOfWorkspace(tree: Tree): PackageManager {
  // Nx looks for bun first, then for yarn, pnpm and npm.
  const name = lockfileNames.toReversed().find((path) => tree.exists(path));
  return name === undefined ? 'npm' : packageManagerOf(name, tree.read(name, 'utf8') ?? '');
}

/**
 * The version of the package manager that the workspace names, such as `yarn@4.9.1`: in `packageManager` of package.json or,
 * with Yarn, by the file that .yarnrc.yml runs, `.yarn/releases/yarn-4.9.1.cjs`.
 */
export function pinnedPackageManager(tree: Tree): string | undefined {
  const named = tree.exists('package.json')
    ? new JsonFile(tree, 'package.json').get(['packageManager'])
    : undefined;
  if (typeof named === 'string') return named;
  const [, version] =
    /^yarnPath:.*\byarn-(\d[\w.-]*)\.c?js\b/m.exec(tree.read('.yarnrc.yml', 'utf8') ?? '') ?? [];
  return version === undefined ? undefined : `yarn@${version}`;
}
