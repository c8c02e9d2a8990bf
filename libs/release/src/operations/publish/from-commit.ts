import { type ArchiveRecord, readRecord, recordPath, type VerifiedArchive } from '@sluice/archive';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { SluiceError } from '../../errors';
import { shortSha } from '../../keys';
import type { PublishContext } from '../../context';
import type { TreeEntry } from '../../ports/checkout';
import { type Difference, differencesFrom, type DifferentFile } from './differences';

/** How an archive comes to be published, and what may be bypassed. */
export interface FromCommitRequest {
  /** Absolute path of the packed archive. */
  archive: string;
  /** A task of the very run of Nx that publishes has packed it, or found it in the cache by its inputs' hash. */
  packedByNx?: boolean;
  /** The archive may hold what is not committed. */
  allowDirty?: boolean;
  /** The archive may have been packed from another commit's files. */
  allowStale?: boolean;
}

const namedAtMost = 3;

/**
 * Proves from git that an archive holds what a commit says: each file that was packed from the working tree is in the
 * commit with these bytes and this mode, none that belongs into it was left out, and what was built was built from
 * files that are the same in the commit. Nothing of it rests on what git was told to overlook.
 * @returns the record of the archive, if there is one
 * @throws SluiceError `working-tree-dirty`, `archive-differs` or `archive-stale` naming the files that differ.
 */
export async function requireFromCommit(
  context: PublishContext,
  commit: string,
  request: FromCommitRequest,
): Promise<ArchiveRecord | undefined> {
  const { archive, allowDirty, allowStale } = request;
  const tree = allowDirty || allowStale ? undefined : context.checkout.tree(commit);
  // That the working tree is not clean is told first.
  tree?.catch(() => undefined);
  if (!allowDirty) await requireClean(context);
  const record = await readRecord(archive);
  // That the archive itself is missing is for whoever opens it to say.
  if (allowStale || !existsSync(archive)) return record;
  if (record === undefined) throw unrecorded(archive);
  if (tree === undefined) requirePackedHere(context, commit, record, request);
  else {
    requireSame(context, commit, record, await tree);
    await requireBuiltFrom(context, commit, record, request.packedByNx ?? false);
  }
  return record;
}

/** @throws SluiceError `archive-unrecorded` when the record beside an archive is that of another one. */
export function requireRecorded(
  { archive, allowStale }: FromCommitRequest,
  record: ArchiveRecord | undefined,
  { size, sha256 }: Pick<VerifiedArchive, 'size' | 'sha256'>,
): void {
  if (allowStale || (record?.archive.sha256 === sha256 && record.archive.size === size)) return;
  throw unrecorded(archive);
}

async function requireClean({ checkout }: PublishContext): Promise<void> {
  const dirty = await checkout.uncommitted();
  if (dirty.length === 0) return;
  throw new SluiceError(
    'working-tree-dirty',
    `The working tree differs from the commit: ${named(dirty)}.`,
    'Commit or stash the changes, so that the archive matches its commit.',
  );
}

function requireSame(
  context: PublishContext,
  commit: string,
  record: ArchiveRecord,
  tree: readonly TreeEntry[],
): void {
  const different = differencesFrom(tree, record);
  if (different.length === 0) return;
  throw new SluiceError(
    'archive-differs',
    `The archive does not match ${shortSha(commit)}: ${named(different.map(describe))}.`,
    remedyFor(new Set(different.map(({ difference }) => difference)), context.project),
  );
}

/** Files that differ in several ways need several remedies, each behind the way that it is for. */
function remedyFor(kinds: ReadonlySet<Difference>, project: string): string {
  const all = [...kinds];
  const remedies = remediesIn(project);
  if (all.length === 1) return all.map((kind) => remedies[kind]).join();
  return all.map((kind) => `${kind[0]?.toUpperCase()}${kind.slice(1)}: ${remedies[kind]}`).join(' ');
}

function describe({ path, difference }: DifferentFile): string {
  return `${path} (${difference})`;
}

const remediesIn = (project: string): Record<Difference, string> => ({
  'not in the commit': `Commit it, remove it or exclude it with "ignore", then package again.`,
  'not packed': `Check out the complete commit (git sparse-checkout disable) and package again.`,
  'other content': `Package this commit again: npx nx run ${project}:publish does both. Otherwise commit the change.`,
  'other line endings': `Set the line endings in .gitattributes, or set core.autocrlf to false and check out again.`,
  'other mode': `Package again without the cache of Nx (nx reset clears it), because Nx does not see the executable bit.`,
  'submodule not at its commit': `Run git submodule update --init --recursive and package again.`,
});

async function requireBuiltFrom(
  context: PublishContext,
  commit: string,
  { built, builtFrom, head }: ArchiveRecord,
  packedByNx: boolean,
): Promise<void> {
  if (built === 0 && builtFrom === undefined) return;
  if (packedByNx) return requireCommitted(context, commit, builtFrom?.uncommitted ?? []);
  if (builtFrom === undefined || head === undefined) {
    throw stale(context, 'was packed without Nx, so the commit of its built files is unknown');
  }
  if (builtFrom.uncommitted.length > 0) {
    throw stale(context, `was built from files that were not committed: ${named(builtFrom.uncommitted)}`);
  }
  const changed = await context.checkout.changedBetween(head.tree, commit);
  if (changed === undefined) {
    throw stale(context, `was packed at ${shortSha(head.commit)}, which this clone does not have`);
  }
  const inputs = changed.filter(({ path, isNew }) => isInput(builtFrom.paths, path, isNew));
  if (inputs.length === 0) return;
  const paths = named(inputs.map(({ path }) => path));
  throw stale(context, `was built at ${shortSha(head.commit)}, and these files have changed since: ${paths}`);
}

/** Nx hashes what is there: a file that git ignores, or one that a sparse checkout lacks, makes no difference to it. */
async function requireCommitted(
  { checkout }: PublishContext,
  commit: string,
  uncommitted: readonly string[],
): Promise<void> {
  if (uncommitted.length === 0) return;
  const [tree, leftOut] = await Promise.all([checkout.tree(commit), checkout.leftOut()]);
  const present = new Set(tree.map(({ path }) => path));
  const absent = new Set(leftOut);
  const wrong = uncommitted.filter((path) => !present.has(path) || absent.has(path));
  if (wrong.length === 0) return;
  throw new SluiceError(
    'archive-differs',
    `The archive was built from files that differ from ${shortSha(commit)}: ${named(wrong)}.`,
    `Commit them or check out the complete commit, then run the command again.`,
  );
}

/** A new file beside the workspace's own settings may be one, too. */
function isInput(paths: readonly string[], path: string, isNew: boolean): boolean {
  if (isNew && !path.includes('/') && !path.endsWith('.md')) return true;
  return paths.some((input) => (input.endsWith('/') ? path.startsWith(input) : path === input));
}

function requirePackedHere(
  context: PublishContext,
  commit: string,
  record: ArchiveRecord,
  { packedByNx }: FromCommitRequest,
): void {
  if (packedByNx || record.head?.commit === commit) return;
  const where = record.head === undefined ? 'outside any commit' : `at ${shortSha(record.head.commit)}`;
  throw stale(context, `was packed ${where}, not at ${shortSha(commit)}`);
}

function stale({ project }: PublishContext, reason: string): SluiceError {
  return new SluiceError(
    'archive-stale',
    `The archive ${reason}.`,
    `Run npx nx run ${project}:publish, which builds and packages first.`,
  );
}

function unrecorded(archive: string): SluiceError {
  return new SluiceError(
    'archive-unrecorded',
    `The sources of ${basename(archive)} are unknown: its record, ${basename(recordPath(archive))}, is missing or belongs to another archive.`,
    'Package again. If Nx restored the archive from its cache, the target must have both outputs: "{options.output}" and "{options.output}.json".',
  );
}

function named(paths: readonly string[]): string {
  const more = paths.length - namedAtMost;
  return `${paths.slice(0, namedAtMost).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
