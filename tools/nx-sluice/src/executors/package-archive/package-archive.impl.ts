import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import {
  collectAssets,
  isOwnOutput,
  writeArchive,
  writeRecord,
  type AssetPattern,
  type SourceFile,
  type WrittenArchive,
} from '@sluice/archive';
import type { ExecutorContext } from '@nx/devkit';
import { SluiceError } from '@sluice/release';
import { requireLockfiles } from '../../packing/lockfiles';
import type { NxInputs } from '../../packing/nx-inputs';
import { requireHashed, requireLinkedHashed } from '../../packing/require-hashed';
import { limitYoungGeneration } from '../../composition/young-generation';
import { askTree, type Origin, originOf, refuseBuiltPointers } from '../../packing/origin';
import { runCommand } from '../../terminal/run-command';
import { createPrinter, type Printer } from '../../terminal/printer';
import { interruptible } from '../../terminal/watch/interruption';
import { bytes, count, shortDigest } from '../../terminal/text';
import type { PackageArchiveOptions } from './schema';

interface NormalizedOptions {
  /** Absolute. */
  output: string;
  assets: AssetPattern[];
  sources: boolean;
  allowSecrets: string[];
}

export function normalizeOptions(
  options: PackageArchiveOptions,
  context: ExecutorContext,
): NormalizedOptions {
  return {
    output: resolve(context.root, options.output),
    assets: (options.assets ?? []).map((asset) => ({ ...asset, glob: asset.glob ?? '**/*' })),
    sources: options.sources ?? false,
    allowSecrets: options.allowSecrets ?? [],
  };
}

export default function packageArchive(
  options: PackageArchiveOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const printer = createPrinter({ json: options.json });
  return runCommand(printer, context.isVerbose, async () => {
    // 50,000 files take 133 MB instead of 165, in no more processor time.
    limitYoungGeneration();
    const normalized = normalizeOptions(options, context);
    const { size, sha256, digest, files, contentBytes } = await pack(normalized, context, printer);
    printer.done(
      `Packed ${count(files, 'file')} (${bytes(contentBytes)}) into ${options.output}: ` +
        `${bytes(size)}, digest ${shortDigest(digest)}.`,
      { archive: options.output, size, sha256, digest, files, contentBytes },
    );
  });
}

/** The archive, and beside it the record of what it was packed from. */
async function pack(
  options: NormalizedOptions,
  context: ExecutorContext,
  printer: Printer,
): Promise<WrittenArchive> {
  const { output, allowSecrets } = options;
  const { root } = context;
  const origin = await collect(options, context, printer);
  const cache = cacheOf(root, output);
  const written = await interruptible((signal) =>
    writeArchive({
      root,
      files: origin.files,
      output,
      allowSecrets,
      cache,
      readBefore: origin.read,
      signal,
    }).catch(explainInterruption),
  );
  try {
    refuseBuiltPointers(root, origin, written.pointers);
  } catch (error) {
    await rm(output, { force: true });
    throw error;
  }
  const { size, sha256, digest, files, contentBytes } = written;
  const archive = { size, sha256, digest, files, contentBytes };
  await writeRecord(output, { version: 1, archive, ...origin.known, taskHash: process.env.NX_TASK_HASH });
  return written;
}

/** What to pack. A function of its own, so that what Nx says of all files is forgotten while they are packed. */
async function collect(
  { output, assets, sources }: NormalizedOptions,
  context: ExecutorContext,
  printer: Printer,
): Promise<Origin> {
  const { root } = context;
  const empty: string[] = [];
  const isOwn = isOwnOutput(output);
  const asked = askTree(root, assets);
  const found = await collectAssets(root, assets, (folder) => empty.push(relative(root, folder)));
  const matched = found.filter(({ file }) => !isOwn(file));
  if (empty.length > 0)
    printer.line(`Not packed, because an archive contains only files: ${emptyFolders(empty)}.`);
  await requireLockfiles(root, matched);
  const nx = await hashedByNx(context);
  const hashed = sources ? (nx?.files ?? []).map((path) => ({ path, file: join(root, path) })) : [];
  const files = [...matched, ...hashed];
  const task = `${context.projectName}:${context.targetName}`;
  const inside = ({ file }: SourceFile) => relative(root, file).replaceAll('\\', '/');
  if (nx) requireHashed(files.map(inside), nx, task);
  const origin = await originOf(root, files, assets, asked, { nx, withSources: sources });
  const read = origin.known.sources.filter(({ mode }) => mode !== '120000');
  const followed = read.map(({ path }) => path);
  if (nx) requireLinkedHashed(followed, nx, task);
  return origin;
}

function emptyFolders(paths: readonly string[]): string {
  const [some, more] = [paths.slice(0, 3).join(', '), paths.length - 3];
  return `the empty ${paths.length === 1 ? 'folder' : 'folders'} ${some}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Where tools keep what is about this machine; nothing is kept in a workspace that has no such folder. */
function cacheOf(root: string, output: string): string | undefined {
  const modules = join(root, 'node_modules');
  const name = createHash('sha256').update(relative(root, output)).digest('hex').slice(0, 16);
  return existsSync(modules) ? join(modules, '.cache/nx-sluice', `package-${name}`) : undefined;
}

/** Loads Nx itself, and so only where it runs this: the `sluice` command does without. */
async function hashedByNx(context: ExecutorContext): Promise<NxInputs | undefined> {
  if (context.taskGraph === undefined) return undefined;
  const { nxInputs } = await import('../../packing/nx-inputs');
  return nxInputs(context);
}

function explainInterruption(error: Error): never {
  if (error.name !== 'AbortError') throw error;
  throw new SluiceError(
    'failed',
    'Packing was interrupted.',
    'Run the command again; no partial output was left.',
  );
}
