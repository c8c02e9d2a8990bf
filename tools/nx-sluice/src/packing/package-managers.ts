export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'yarn 1' | 'bun';

/** What npm, pnpm, yarn and bun read, the name that wins first. */
export const lockfileNames = [
  'npm-shrinkwrap.json',
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
] as const;

export type LockfileName = (typeof lockfileNames)[number];

/** @param text what the file contains; it tells one Yarn from the other */
export function packageManagerOf(lockfile: LockfileName, text: string): PackageManager {
  if (lockfile === 'pnpm-lock.yaml') return 'pnpm';
  // Yarn 1 writes another format, and knows other options, than the versions after it.
  if (lockfile === 'yarn.lock') return text.includes('# yarn lockfile v1') ? 'yarn 1' : 'yarn';
  return lockfile.startsWith('bun.') ? 'bun' : 'npm';
}

export interface InstallCommand {
  /** Name of the program on the PATH. */
  program: string;
  args: readonly string[];
  /** Makes the program available where only Node.js is: a line for a shell. */
  setUp?: string;
}

/** Installs exactly what the lockfile contains, and fails if it does not fit package.json. */
const all: Readonly<Record<PackageManager, InstallCommand>> = {
  npm: { program: 'npm', args: ['ci'] },
  pnpm: { program: 'pnpm', args: ['install', '--frozen-lockfile'], setUp: 'corepack enable pnpm' },
  yarn: { program: 'yarn', args: ['install', '--immutable'], setUp: 'corepack enable yarn' },
  // It takes --immutable without a word, and then does not compare.
  'yarn 1': { program: 'yarn', args: ['install', '--frozen-lockfile'], setUp: 'corepack enable yarn' },
  bun: { program: 'bun', args: ['install', '--frozen-lockfile'], setUp: 'npm install --global bun' },
};

/** The versions of Yarn after 1 install development dependencies, too: a pruned package.json has none. */
const withoutDevelopment: Readonly<Record<PackageManager, string[]>> = {
  npm: ['--omit=dev'],
  pnpm: ['--prod'],
  yarn: [],
  'yarn 1': ['--production'],
  bun: ['--production'],
};

/** Without a version, corepack installs Yarn 1, which knows neither these lockfiles nor --immutable. */
const newestYarn = 'yarn@4';

/** For a workspace, with all that its tasks need. */
export function installAll(manager: PackageManager): InstallCommand {
  return all[manager];
}

/**
 * For a server, into node_modules, where Node.js looks for packages: Yarn 2 and later have another default.
 * @param pinned what the workspace uses, such as `yarn@4.9.1`. Nx does not prune it into the packed package.json, and
 * corepack takes `yarn` without a version for Yarn 1.
 */
export function installForProduction(
  manager: PackageManager,
  pinned?: string,
): InstallCommand & { env: Readonly<Record<string, string>> } {
  const { args, setUp, ...command } = all[manager];
  const isPinned = pinned?.startsWith(`${command.program}@`) && /^[a-z]+@[\w.+-]+$/.test(pinned);
  const version = isPinned ? pinned : manager === 'yarn' ? newestYarn : undefined;
  const isSetUp = setUp === `corepack enable ${command.program}` && version !== undefined;
  return {
    ...command,
    setUp: isSetUp ? `${setUp} && corepack install --global ${version}` : setUp,
    args: [...args, ...withoutDevelopment[manager]],
    env: manager === 'yarn' ? { YARN_NODE_LINKER: 'node-modules' } : {},
  };
}

/** The line for a shell. */
export function shellLine({
  program,
  args,
  setUp,
  env = {},
}: InstallCommand & { env?: Readonly<Record<string, string>> }): string {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const line = [...variables, program, ...args].join(' ');
  return setUp === undefined ? line : `${setUp} && ${line}`;
}
