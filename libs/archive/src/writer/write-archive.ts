import { realpathSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { ArchiveError, errorCode } from '../errors';
import { checkLimits } from '../limits';
import {
  encodeManifest,
  type Manifest,
  type ManifestEntry,
  manifestDigest,
  manifestName,
} from '../manifest/manifest';
import { sortedByPath } from '../paths/archive-path';
import { quoted } from '../paths/printable';
import { carriedOver, unchangedFiles } from '../reuse/carry-over';
import { CacheWriter, readCache } from '../reuse/packing-cache';
import { packedContent } from './pack-files';
import type { PackedFile, PackedPart } from './part-builder';
import { packInParallel } from './pack-in-parallel';
import type { SourceFile } from './refusals';
import { refusePaths } from './refuse-paths';
import { SecretPolicy } from './secret-policy';
import { sweepTemporaries, temporaryBeside } from './temporary-file';
import { type WrittenZip, ZipWriter } from './zip-writer';

export interface WriteOptions {
  /** The workspace root, absolute: no file from outside it is packed. */
  root: string;
  /** In any order. */
  files: readonly SourceFile[];
  /** Where the zip goes; one that is there is replaced, in one step. */
  output: string;
  /** Globs on archive paths: files in which a secret, or what looks like one, is meant to be. */
  allowSecrets?: readonly string[];
  /**
   * A file, absolute, in which what is known of the packed files is kept on this machine. With it, what has not changed
   * since is taken over from the archive that is there.
   */
  cache?: string;
  signal?: AbortSignal;
}

/** `size` (bytes) and `sha256` (hex) are the zip's; `digest` is its content's, `contentBytes` the sum of its files. */
export interface WrittenArchive {
  path: string;
  size: number;
  sha256: string;
  digest: string;
  files: number;
  contentBytes: number;
  manifest: Manifest;
}

/**
 * Packs files into one zip with its manifest as the last entry. The same files give the same digest always, and the
 * same bytes on the same version of Node, with a cache or without: nothing of the clock, the time zone, the locale, the umask, the owner or the
 * place on disk goes in. Each file is read once, in chunks. The zip appears whole, or not at all.
 * What an earlier try left that was killed goes away.
 * @throws {ArchiveError} when a file may not be packed, is not there, or changes meanwhile; the message names it.
 */
export async function writeArchive(options: WriteOptions): Promise<WrittenArchive> {
  options.signal?.throwIfAborted();
  refusePaths(options.files);
  const output = resolve(options.output);
  refuseItself(output, options.files);
  const temporary = temporaryBeside(output);
  try {
    await mkdir(dirname(output), { recursive: true });
    await sweepTemporaries(output);
    const cache = new CacheWriter(Date.now());
    const { zip, manifest } = await writeZip(temporary, output, options, cache);
    const contentBytes = manifest.files.reduce((sum, { size }) => sum + size, 0);
    const files = manifest.files.length;
    checkLimits({ entries: files + 1, contentBytes, size: zip.size });
    await rename(temporary, output);
    await syncFolder(dirname(output));
    if (options.cache) await cache.write(options.cache, zip);
    return { path: output, ...zip, digest: manifestDigest(manifest), files, contentBytes, manifest };
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw explained(error, output);
  }
}

async function writeZip(
  path: string,
  output: string,
  options: WriteOptions,
  cache: CacheWriter,
): Promise<{ zip: WrittenZip; manifest: Manifest }> {
  const secrets = new SecretPolicy(options.allowSecrets ?? []);
  const writer = await ZipWriter.create(path);
  try {
    const manifest: Manifest = { version: 1, files: [] };
    for await (const { bytes, files, findings } of packAll(output, options, secrets)) {
      secrets.add(findings);
      manifest.files.push(...files.map(listed));
      if (options.cache) cache.add(files);
      await writer.add(bytes, files);
      options.signal?.throwIfAborted();
    }
    secrets.refuseFindings();
    const { pieces, packed } = packedContent(manifestName, 0o644, encodeManifest(manifest), '');
    await writer.add(Buffer.concat(pieces), [packed]);
    return { zip: await writer.finish(), manifest };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

async function* packAll(
  output: string,
  options: WriteOptions,
  secrets: SecretPolicy,
): AsyncGenerator<PackedPart> {
  const root = realpathSync.native(options.root);
  const items = sortedByPath(options.files).map(({ path, file, mode }) => ({
    path,
    file,
    mode,
    maySecrets: secrets.allows(path),
  }));
  const { signal } = options;
  const cache = options.cache ? await readCache(options.cache, output) : undefined;
  const unchanged = cache && unchangedFiles(root, items, cache);
  if (!unchanged?.size) return yield* packInParallel({ root, items, signal });
  const changed = items.filter((item) => !unchanged.has(item));
  yield* carriedOver(output, items, unchanged, packInParallel({ root, items: changed, signal }));
}

function listed({ record: { path, mode, size }, sha256 }: PackedFile): ManifestEntry {
  return { path, mode, size, sha256 };
}

function refuseItself(output: string, files: readonly SourceFile[]): void {
  const name = basename(output);
  const itself = files.find(({ file }) => file.endsWith(name) && resolve(file) === output);
  if (!itself) return;
  throw new ArchiveError(
    `The archive ${quoted(output)} would be packed into itself.`,
    'Write it to another folder, or leave it out with "ignore".',
  );
}

/** Makes the rename last over a power cut, where the system can. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function explained(error: unknown, output: string): unknown {
  const code = errorCode(error);
  if (error instanceof ArchiveError || typeof code !== 'string' || code === 'ABORT_ERR') return error;
  const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code);
  return new ArchiveError(
    `The archive ${quoted(output)} cannot be written${isFull ? ': its disk is full' : ''} (${code}).`,
    isFull
      ? 'Free space there, then package again; nothing half-written was left behind.'
      : 'Give an output in a folder where this user may write.',
    { cause: error },
  );
}
