import { isAbsolute, join, posix, relative, sep } from 'node:path';
import type { ArchiveRecord, AssetPattern, PackedSource, SourceFile } from '@sluice/archive';
import { GitError, type IndexEntry, WorkingTree } from '@sluice/git';
import { SluiceError } from '@sluice/release';
import { Links } from './links';
import type { NxInputs } from './nx-inputs';
import { nameLink, readSource, type ReadSource } from './read-source';

/** Where the files of an archive come from. */
export interface Origin {
  /** What to pack, with the modes of the index where the disk keeps none. */
  files: readonly SourceFile[];
  /** SHA-256 of the bytes of each file of the working tree, by its path in the archive. */
  read: Map<string, string>;
  /** The part of the record that is known before anything is packed. */
  known: Pick<ArchiveRecord, 'assets' | 'sources' | 'built' | 'head' | 'builtFrom'>;
}

interface Placed extends SourceFile {
  /** As the asset found it, relative to the workspace. */
  at: string;
  /** Where the bytes are, symlinks followed. */
  real: string;
}

/** What git says of the working tree before it is known what is packed. */
export type AskedTree = ReturnType<typeof askTree>;

/** Begins to ask git, which answers while the files to pack are looked for. */
export function askTree(root: string, assets: readonly AssetPattern[]) {
  const tree = new WorkingTree(root);
  const head = tree.head().catch(withoutGit);
  const index = tree.index();
  const ignored = tree.ignoredFolders(assets.map(({ input }) => folderOf(input)));
  const ignoresModes = tree.ignoresModes();
  // Whoever waits for them later is told what went wrong.
  for (const asked of [head, index, ignored, ignoresModes]) asked.catch(() => undefined);
  return { tree, head, index, ignored, ignoresModes };
}

/**
 * Tells what was built from the files of the working tree, and reads the latter.
 * @param asked what git was asked for these assets
 * @param nx what Nx hashed; absent where it does not run this
 * @param withSources the files that Nx hashed are packed themselves
 * @throws SluiceError `failed` naming a Git LFS pointer in place of a file.
 */
export async function originOf(
  root: string,
  files: readonly SourceFile[],
  assets: readonly AssetPattern[],
  asked: AskedTree,
  { nx, withSources = false }: { nx?: NxInputs; withSources?: boolean } = {},
): Promise<Origin> {
  const patterns = assets.map(({ input, glob, ignore }) => ({ input: folderOf(input), glob, ignore }));
  const known = { assets: patterns, sources: [] };
  const { tree } = asked;
  const head = await asked.head;
  if (head === undefined && (await asked.index.catch(() => [])).length === 0)
    return { files, read: new Map(), known: { ...known, built: files.length } };
  const [index, ignored, ignoresModes] = await Promise.all([asked.index, asked.ignored, asked.ignoresModes]);
  const objectFormat = head ? formatOf(head.commit) : await tree.objectFormat();
  const tracked = new Map(index.map((entry) => [entry.path, entry]));
  const isTracked = trackedPaths(tracked);
  const links = new Links(root);
  const ignoredFolders = [...ignored];
  const sources: Placed[] = [];
  for (const file of files) {
    const at = inside(root, file.file);
    const isBuilt = ignoredFolders.some((folder) => isBelow(at, folder)) || nx?.built.has(at);
    if (isBuilt && !isTracked(at)) continue;
    sources.push({ ...file, at, real: await links.follow(at) });
  }
  const modes = ignoresModes ? tracked : new Map<string, IndexEntry>();
  const facts = await readAll(root, sources, objectFormat, modes);
  await refusePointers(tree, sources, facts);
  const built = files.length - sources.length;
  return {
    files: ignoresModes ? files.map((file) => ({ ...file, mode: modeOf(facts.get(file.path)) })) : files,
    read: new Map([...facts].map(([path, { sha256 }]) => [path, sha256])),
    known: {
      ...known,
      head,
      built,
      sources: [
        ...(await packedSources(tree, sources, facts, tracked)),
        ...[...links.found.values()].map(({ path, text, target }) => ({
          path,
          blob: nameLink(text, objectFormat),
          mode: '120000' as const,
          target,
        })),
      ],
      builtFrom: nx && (built > 0 || withSources) ? await builtFrom(tree, nx, isTracked) : undefined,
    },
  };

  function modeOf(source: ReadSource | undefined): SourceFile['mode'] {
    if (source === undefined) return undefined;
    return source.mode === '100755' ? 0o755 : 0o644;
  }
}

/** How objects are named where a commit has this name, in hexadecimal digits. */
function formatOf(commit: string): 'sha1' | 'sha256' {
  return commit.length === 64 ? 'sha256' : 'sha1';
}

/** Packing needs no git; whoever publishes is told what is wrong with it. */
function withoutGit(error: unknown): undefined {
  if (error instanceof GitError) return undefined;
  throw error;
}

async function readAll(
  root: string,
  sources: readonly Placed[],
  objectFormat: 'sha1' | 'sha256',
  modes: ReadonlyMap<string, IndexEntry>,
): Promise<Map<string, ReadSource>> {
  const facts = new Map<string, ReadSource>();
  for (const { path, real } of sources) {
    const read = await readSource(join(root, real), objectFormat).catch(() => undefined);
    const mode = modes.get(real)?.mode;
    // What cannot be read is refused, with its reason, by whoever packs it.
    if (read) facts.set(path, mode === '100755' || mode === '100644' ? { ...read, mode } : read);
  }
  return facts;
}

async function packedSources(
  tree: WorkingTree,
  sources: readonly Placed[],
  facts: ReadonlyMap<string, ReadSource>,
  tracked: ReadonlyMap<string, IndexEntry>,
): Promise<PackedSource[]> {
  const packed = new Map<string, PackedSource>();
  for (const { path, real } of sources) {
    const read = facts.get(path);
    if (read) packed.set(real, { path: real, blob: read.blob, mode: read.mode });
  }
  const stored = [...packed.values()].filter(({ path, blob }) => {
    const entry = tracked.get(path);
    return entry !== undefined && entry.blob !== blob;
  });
  for (const [path, converted] of await tree.converted(stored.map(({ path }) => path))) {
    const source = packed.get(path);
    if (source && converted.blob !== source.blob) packed.set(path, { ...source, converted });
  }
  return [...packed.values()];
}

async function refusePointers(
  tree: WorkingTree,
  sources: readonly Placed[],
  facts: ReadonlyMap<string, ReadSource>,
): Promise<void> {
  const alike = sources.filter(({ path }) => facts.get(path)?.isPointer).map(({ real }) => real);
  const [first] = await tree.largeFiles(alike);
  if (first !== undefined) throw pointer(first);
}

/**
 * A build copies a pointer as it copies any file; no app can use one.
 * @param pointers the archive paths of all pointers that were packed
 * @throws SluiceError `failed` naming the first.
 */
export function refuseBuiltPointers(
  root: string,
  { files, read }: Origin,
  pointers: readonly string[],
): void {
  const first = pointers.find((path) => !read.has(path));
  if (first === undefined) return;
  const { file } = files.find(({ path }) => path === first)!;
  throw pointer(inside(root, file));
}

function pointer(path: string): SluiceError {
  return new SluiceError(
    'failed',
    `${path} is a Git LFS pointer: the file itself was not fetched.`,
    'Run git lfs pull (actions/checkout: lfs: true), build again, then package again.',
  );
}

async function builtFrom(
  tree: WorkingTree,
  { all, places }: NxInputs,
  isTracked: (path: string) => boolean,
): Promise<ArchiveRecord['builtFrom']> {
  const isInput = (path: string) =>
    places.some((place) => (place.endsWith('/') ? path.startsWith(place) : place === path));
  const [uncommitted, leftOut] = await Promise.all([tree.uncommitted(), tree.leftOut()]);
  const untracked = all.filter((path) => !isTracked(path));
  const wrong = new Set([...untracked, ...[...uncommitted, ...leftOut].filter(isInput)]);
  return { paths: places, uncommitted: [...wrong].sort() };
}

/** Tells of paths whether git tracks them: themselves, or a submodule or a symlink that they are below. */
function trackedPaths(tracked: ReadonlyMap<string, unknown>): (path: string) => boolean {
  const folders = new Map<string, boolean>();
  const isBelowTracked = (path: string): boolean => {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const known = folder === '' ? false : folders.get(folder);
    if (known !== undefined) return known;
    const isBelow = tracked.has(folder) || isBelowTracked(folder);
    folders.set(folder, isBelow);
    return isBelow;
  };
  return (path) => tracked.has(path) || isBelowTracked(path);
}

function folderOf(input: string): string {
  return posix.normalize(input.replaceAll('\\', '/')).replace(/\/+$/, '') || '.';
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

function inside(root: string, file: string): string {
  // What `relative` says, for nearly all files, at a tenth of the time.
  if (sep === '/' && file.startsWith(root) && file[root.length] === '/') return file.slice(root.length + 1);
  const path = relative(root, file);
  return (isAbsolute(path) ? file : path).split(sep).join('/');
}
