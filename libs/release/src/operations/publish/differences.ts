import { type ArchiveRecord, assetMatcher, type PackedSource } from '@sluice/archive';
import type { TreeEntry } from '../../ports/checkout';

/** How a file that was packed, or should have been, is not what the commit says. */
export type Difference =
  | 'not in the commit'
  | 'not packed'
  | 'other content'
  | 'other line endings'
  | 'other mode'
  | 'submodule not at its commit';

export interface DifferentFile {
  path: string;
  difference: Difference;
}

const symlink = '120000';
const submodule = '160000';
const deepestLink = 40;

/** Every file of the working tree that was packed, and every one that its assets name, held against a commit's files. */
export function differencesFrom(tree: readonly TreeEntry[], record: ArchiveRecord): DifferentFile[] {
  const entries = new Map(tree.map((entry) => [entry.path, entry]));
  const submodules = tree.filter(({ mode }) => mode === submodule).map(({ path }) => path);
  const found = new Map<string, Difference>();
  for (const source of record.sources) {
    const difference = compare(source, entries.get(source.path), submodules);
    if (difference) found.set(source.path, difference);
  }
  const packed = new Set(record.sources.map(({ path }) => path));
  for (const { path, isSubmodule } of expectedOf(tree, record)) {
    if (isSubmodule) found.set(path, 'submodule not at its commit');
    else if (!packed.has(path)) found.set(path, 'not packed');
  }
  return [...found].map(([path, difference]) => ({ path, difference }));
}

function compare(
  source: PackedSource,
  entry: TreeEntry | undefined,
  submodules: readonly string[],
): Difference | undefined {
  if (entry === undefined) {
    const isInside = submodules.some((folder) => source.path.startsWith(`${folder}/`));
    return isInside ? 'submodule not at its commit' : 'not in the commit';
  }
  if (entry.blob !== source.blob) {
    if (entry.blob !== source.converted?.blob) return 'other content';
    if (source.converted.by === 'settings') return 'other line endings';
  }
  return entry.mode === source.mode ? undefined : 'other mode';
}

interface Expected {
  path: string;
  isSubmodule: boolean;
}

/** What the assets would find if the commit itself were the disk, symlinks followed as far as packing followed them. */
function expectedOf(tree: readonly TreeEntry[], record: ArchiveRecord): Expected[] {
  const links = new Map(
    record.sources.flatMap(({ path, mode, target }) =>
      mode === symlink && target !== undefined ? [[path, target] as const] : [],
    ),
  );
  return record.assets.flatMap((asset) => {
    const { matches, isIgnored } = assetMatcher(asset);
    return below(tree, links, asset.input, '', 0)
      .filter(({ name, isSubmodule }) => (isSubmodule ? !isIgnored(name) : matches(name)))
      .map(({ path, isSubmodule }) => ({ path, isSubmodule }));
  });
}

/** The files below a folder; `name` is how the asset sees them, `path` where they are. */
function below(
  tree: readonly TreeEntry[],
  links: ReadonlyMap<string, string>,
  folder: string,
  name: string,
  depth: number,
): (Expected & { name: string })[] {
  if (depth > deepestLink) return [];
  const real = followed(links, folder, depth);
  const prefix = real === '' || real === '.' ? '' : `${real}/`;
  const files: (Expected & { name: string })[] = [];
  for (const { path, mode } of tree) {
    if (path === real || real.startsWith(`${path}/`)) {
      if (mode === submodule) files.push({ path, name, isSubmodule: true });
      else if (path === real && name !== '') files.push({ path, name, isSubmodule: false });
    } else if (path.startsWith(prefix)) {
      const rest = path.slice(prefix.length);
      const as = name === '' ? rest : `${name}/${rest}`;
      if (mode === symlink && links.has(path)) files.push(...below(tree, links, path, as, depth + 1));
      else files.push({ path, name: as, isSubmodule: mode === submodule });
    }
  }
  return files;
}

/** A path with each symlink on it followed, as far as packing met them. */
function followed(links: ReadonlyMap<string, string>, path: string, depth: number): string {
  if (depth > deepestLink) return path;
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  for (let length = 1; length <= segments.length; length += 1) {
    const target = links.get(segments.slice(0, length).join('/'));
    if (target !== undefined)
      return followed(links, [target, ...segments.slice(length)].join('/'), depth + 1);
  }
  return segments.join('/');
}
