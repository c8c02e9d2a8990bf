import type { Tree } from '@nx/devkit';

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const lockfiles: [string, PackageManager][] = [
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['yarn.lock', 'yarn'],
  ['pnpm-lock.yaml', 'pnpm'],
];

/** By the lockfile, as Nx tells it. */
export function packageManagerOf(tree: Tree): PackageManager {
  return lockfiles.find(([path]) => tree.exists(path))?.[1] ?? 'npm';
}
