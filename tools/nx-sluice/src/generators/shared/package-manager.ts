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

/** Yarn 1 writes another format, and knows other options, than the versions after it. */
export function isYarnClassic(tree: Tree): boolean {
  return (tree.read('yarn.lock', 'utf8') ?? '').includes('# yarn lockfile v1');
}
