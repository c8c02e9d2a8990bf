import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { SourceFile } from '@sluice/archive';
import { SluiceError } from '@sluice/release';
import { lockfileNames } from './package-managers';

type Ranges = Readonly<Record<string, string>>;

interface PackageManifest {
  dependencies?: Ranges;
  optionalDependencies?: Ranges;
}

/** What `packages` of a lockfile of npm says of one folder. */
interface LockedPackage extends PackageManifest {
  resolved?: string;
  link?: boolean;
}

/**
 * Where packages have to be installed beside what was packed, they are those that were tested: each package.json with
 * dependencies has a lockfile of its own. Packed node_modules need none: Node.js looks for packages there, and in those of
 * the folders above, as in the standalone output of Next.js.
 * @throws SluiceError `failed` on packages that pnpm has linked, and on a lockfile that is missing, that is the one of the workspace, or that npm would refuse.
 */
export async function requireLockfiles(root: string, files: readonly SourceFile[]): Promise<void> {
  const linked = files.find(({ path }) => path.includes('node_modules/.pnpm/'));
  if (linked !== undefined) throw isolated(linked.path);
  const manifests = files.filter(
    ({ path }) => `/${path}`.endsWith('/package.json') && aboveModules(path).length === 0,
  );
  if (manifests.length === 0) return;
  const packed = new Map(files.map(({ path, file }) => [path, file]));
  const installed = new Set(files.flatMap(({ path }) => aboveModules(path)));
  for (const { path, file } of manifests) {
    const folder = posix.dirname(path);
    if (foldersFrom(folder).some((one) => installed.has(one))) continue;
    const text = await readFile(file, 'utf8');
    const dependencies = dependenciesOf(text);
    if (Object.keys(dependencies).length === 0) continue;
    const lock = nearestLockfile(folder, packed);
    if (lock === undefined) throw missing(root, path);
    // What lies below the folder of a lockfile is installed with it, such as packages of the workspace.
    if (posix.dirname(lock) !== folder) continue;
    await requireOwn(root, { path, text, dependencies }, lock, packed);
  }
}

/** The folder that has the first node_modules of a path. */
function aboveModules(path: string): string[] {
  const at = `/${path}`.indexOf('/node_modules/');
  return at < 0 ? [] : [path.slice(0, Math.max(0, at - 1)) || '.'];
}

/** The folder itself, and those above it. */
function foldersFrom(folder: string): string[] {
  return folder === '.' ? [folder] : [folder, ...foldersFrom(posix.dirname(folder))];
}

function dependenciesOf(text: string): Ranges {
  const { dependencies, optionalDependencies } = (parseJson(text) ?? {}) as PackageManifest;
  return { ...dependencies, ...optionalDependencies };
}

function nearestLockfile(folder: string, packed: ReadonlyMap<string, string>): string | undefined {
  return foldersFrom(folder)
    .flatMap((one) => lockfileNames.map((name) => posix.join(one, name)))
    .find((path) => packed.has(path));
}

async function requireOwn(
  root: string,
  manifest: { path: string; text: string; dependencies: Ranges },
  lock: string,
  packed: ReadonlyMap<string, string>,
): Promise<void> {
  const bytes = await readFile(packed.get(lock) ?? '');
  const name = posix.basename(lock);
  const ofWorkspace = await readIfThere(join(root, name));
  const isWorkspace = (await readIfThere(join(root, 'package.json')))?.toString('utf8') === manifest.text;
  if (ofWorkspace?.equals(bytes) && !isWorkspace) {
    throw new SluiceError(
      'failed',
      `${lock} is the lockfile of the workspace, not of ${manifest.path}: Nx falls back to it if it cannot prune it.`,
      "Fix what the target that prunes it reports, such as a dependency that is missing in the project's package.json.",
    );
  }
  const locked = name.endsWith('.json') ? lockedByNpm(bytes.toString('utf8')) : undefined;
  if (locked === undefined) return;
  const dependencies = Object.entries(manifest.dependencies);
  const different = dependencies.find(([one, range]) => !locked.has(one, range));
  if (different !== undefined) {
    throw new SluiceError(
      'failed',
      `${lock} does not contain ${different.join('@')}, which ${manifest.path} depends on: \`npm ci\` would fail.`,
      'Write both again by the target that prunes the lockfile, or with `npm install --package-lock-only`.',
    );
  }
  const folder = posix.dirname(lock);
  for (const [one] of dependencies) {
    const target = locked.linkOf(one);
    if (target === undefined || packed.has(posix.join(folder, target, 'package.json'))) continue;
    throw new SluiceError(
      'failed',
      `${lock} links ${one} to ${target}, which is not packed: \`npm ci\` would leave a link to nothing.`,
      'Before packing, add a target with @nx/js:copy-workspace-modules to its `dependsOn`, and pack what it writes.',
    );
  }
}

/**
 * What a lockfile has of that which package.json depends on, as `npm ci` sees it. npm 11 compares the folders of links
 * and not the texts: Nx writes `file:./workspace_modules/name` into package.json and `workspace_modules/name` into the
 * lockfile, and `npm ci` takes it.
 * @returns nothing for the format of npm 6, which does not repeat what package.json depends on
 */
function lockedByNpm(text: string) {
  const { packages = {} } = (parseJson(text) ?? {}) as { packages?: Record<string, LockedPackage> };
  const own = packages[''];
  if (own === undefined) return undefined;
  const ranges: Ranges = { ...own.dependencies, ...own.optionalDependencies };
  /** The folder that a package is a link to, relative to that of the lockfile. */
  const linkOf = (name: string): string | undefined => {
    const { link, resolved = '' } = packages[`node_modules/${name}`] ?? {};
    return link === true && packages[resolved] !== undefined ? resolved : undefined;
  };
  const isLinked = (name: string, range: string) =>
    range.startsWith('file:') && linkOf(name) === posix.normalize(range.slice('file:'.length));
  return { linkOf, has: (name: string, range: string) => ranges[name] === range || isLinked(name, range) };
}

/** An archive has files in place of symlinks, and a package of pnpm finds others through those only. */
function isolated(path: string): SluiceError {
  return new SluiceError(
    'failed',
    `${path.slice(0, path.indexOf('.pnpm/'))} contains packages that pnpm has linked, and an archive keeps no symlinks.`,
    'Set `nodeLinker: hoisted` in pnpm-workspace.yaml, install and build again; or pack package.json and a lockfile instead.',
  );
}

function missing(root: string, path: string): SluiceError {
  const isBun = existsSync(join(root, 'bun.lock')) || existsSync(join(root, 'bun.lockb'));
  // Nx prunes no lockfile of bun.
  const how = isBun
    ? 'run `bun install --lockfile-only` in the folder that is packed'
    : 'add a target with @nx/js:prune-lockfile to its `dependsOn`';
  return new SluiceError(
    'failed',
    `${path} lists dependencies, and no lockfile is packed beside it.`,
    `Before packing, ${how}; or leave the file out with \`ignore\` if the build bundles its dependencies.`,
  );
}

function readIfThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** @returns undefined for what is no JSON: it is a file like any other */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
