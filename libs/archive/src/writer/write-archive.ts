import { realpathSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { ArchiveError, errorCode } from '../errors';
import { checkLimits } from '../limits';
import { manifestName, type ManifestEntry } from '../manifest/manifest';
import { ManifestEncoder } from '../manifest/manifest-encoder';
import { sortedByPath } from '../paths/archive-path';
import { quoted } from '../paths/printable';
import { carriedOver, UnchangedFiles } from '../reuse/carry-over';
import { type HashedStart, provedStart, readCache, writeCache } from '../reuse/packing-cache';
import { ByteList } from './byte-list';
import { packedPieces, type PackItem } from './pack-files';
import { type FileCursor, filesOf } from './packed-file';
import type { PackedPart } from './part-builder';
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
  /** SHA-256 (hex) of files that were read before, by archive path: content that is another by now is refused. */
  readBefore?: ReadonlyMap<string, string>;
  signal?: AbortSignal;
}

/**
 * `size` (bytes) and `sha256` (hex) are the zip's; `digest` is its content's, `contentBytes` the sum of its files, and
 * `pointers` are the archive paths of those files that are pointers of Git LFS.
 */
export interface WrittenArchive {
  path: string;
  size: number;
  sha256: string;
  digest: string;
  files: number;
  contentBytes: number;
  pointers: string[];
}

/**
 * Packs files into one zip with its manifest as the last entry. The same files give the same digest always, and the
 * same bytes on the same version of Node, with a cache or without: nothing of the clock, the time zone, the locale, the umask, the owner or the
 * place on disk goes in. Each file is read once, in chunks. The zip appears whole, or not at all.
 * It is not forced to the disk: what a power cut leaves of it is refused by whoever publishes it.
 * What an earlier try left that was killed goes away.
 * @throws {ArchiveError} when a file may not be packed, is not there, or changes in the meantime; the message names it.
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
    const begunAt = Date.now();
    const packed = new ByteList();
    const files = sortedByPath(options.files);
    const { zip, ...content } = await writeZip(temporary, output, { ...options, files }, packed);
    checkLimits({ entries: content.files + 1, contentBytes: content.contentBytes, size: zip.size });
    await rename(temporary, output);
    if (options.cache) await writeCache(options.cache, { begunAt, archive: zip }, packed.blocks());
    return { path: output, ...zip, ...content };
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw toUserFacingError(error, output);
  }
}

type WrittenContent = Pick<WrittenArchive, 'digest' | 'files' | 'contentBytes' | 'pointers'>;

/**
 * The files of `options` are sorted. `packed` is filled with them, as FileEncoder writes them: of many, nothing else is
 * kept while they are packed.
 */
async function writeZip(
  path: string,
  output: string,
  options: WriteOptions,
  packed: ByteList,
): Promise<{ zip: WrittenZip } & WrittenContent> {
  const secrets = new SecretPolicy(options.allowSecrets ?? []);
  const previous = options.cache ? await openPrevious(output, options.cache, options, secrets) : undefined;
  try {
    return await writeParts(path, previous, options, secrets, packed);
  } finally {
    await previous?.archive.close();
  }
}

async function writeParts(
  path: string,
  previous: PreviousArchive | undefined,
  options: WriteOptions,
  secrets: SecretPolicy,
  packed: ByteList,
): Promise<{ zip: WrittenZip } & WrittenContent> {
  const writer = await ZipWriter.create(path, previous?.start);
  try {
    for await (const { bytes, files, findings } of packAll(previous, options, secrets)) {
      secrets.add(findings);
      packed.add(files);
      await writer.add(bytes);
      options.signal?.throwIfAborted();
    }
    secrets.refuseFindings();
    const encoder = new ManifestEncoder();
    const pointers: string[] = [];
    const entries = encoder.encode(listed(packed, writer, options.readBefore, pointers));
    const { header, bodies, packed: last } = await packedPieces(manifestName, 0o644, entries);
    for (const bytes of [header, ...bodies]) await writer.add(bytes);
    writer.list(last);
    const { files, contentBytes } = encoder;
    const content = { digest: encoder.digest(), files, contentBytes, pointers };
    return { zip: await writer.finish(), ...content };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/** The entries of the manifest. Lists the files in the directory of the zip, and adds the paths of pointers to `pointers`. */
function* listed(
  packed: ByteList,
  writer: ZipWriter,
  readBefore: ReadonlyMap<string, string> | undefined,
  pointers: string[],
): Generator<ManifestEntry> {
  for (const file of packedFiles(packed)) {
    const { record, sha256, length } = file;
    const { path, mode, size } = record;
    refuseChanged(path, sha256, readBefore);
    if (file.isPointer) pointers.push(path);
    writer.list({ record, length });
    yield { path, mode, size, sha256 };
  }
}

function* packedFiles(packed: ByteList): Generator<FileCursor> {
  for (const block of packed.blocks()) yield* filesOf(block);
}

/** The archive that is there, and what of the files is in it. Whoever opened it closes it. */
interface PreviousArchive {
  archive: FileHandle;
  unchanged: UnchangedFiles;
  start: HashedStart;
}

/** Nothing where no file is taken over from it, or where it is not proved to be the one that it was. */
async function openPrevious(
  output: string,
  cachePath: string,
  { root, files }: WriteOptions,
  secrets: SecretPolicy,
): Promise<PreviousArchive | undefined> {
  const cache = await readCache(cachePath, output);
  if (!cache) return undefined;
  const items = mapped(files, (file) => itemOf(file, secrets));
  const unchanged = UnchangedFiles.find(realpathSync.native(root), items, files.length, cache);
  if (unchanged.count === 0) return undefined;
  const archive = await open(output, 'r').catch(() => undefined);
  if (archive === undefined) return undefined;
  const start = await provedStart(archive, cache.archive, unchanged.startLength);
  if (start === undefined) await archive.close();
  return start && { archive, unchanged, start };
}

async function* packAll(
  previous: PreviousArchive | undefined,
  options: WriteOptions,
  secrets: SecretPolicy,
): AsyncGenerator<PackedPart> {
  const { files, signal } = options;
  const root = realpathSync.native(options.root);
  const others = previous?.unchanged.others(files) ?? files;
  const items = mapped(others, (file) => itemOf(file, secrets));
  const count = files.length - (previous?.unchanged.count ?? 0);
  const packed = packInParallel({ root, items, count, signal });
  if (previous) yield* carriedOver(previous.archive, previous.unchanged, packed);
  else yield* packed;
}

function itemOf({ path, file, mode }: SourceFile, secrets: SecretPolicy): PackItem {
  return { path, file, mode, maySecrets: secrets.allows(path) };
}

function* mapped<T, U>(items: Iterable<T>, map: (item: T) => U): Generator<U> {
  for (const item of items) yield map(item);
}

function refuseChanged(path: string, sha256: string, before?: ReadonlyMap<string, string>): void {
  if ((before?.get(path) ?? sha256) === sha256) return;
  throw new ArchiveError(
    `${quoted(path)} changed while it was being packed.`,
    'Wait until the build has finished, then package again.',
  );
}

function refuseItself(output: string, files: readonly SourceFile[]): void {
  const name = basename(output);
  const itself = files.find(({ file }) => file.endsWith(name) && resolve(file) === output);
  if (!itself) return;
  throw new ArchiveError(
    `The archive ${quoted(output)} would be packed into itself.`,
    'Write it to another folder, or exclude it with "ignore".',
  );
}

function toUserFacingError(error: unknown, output: string): unknown {
  const code = errorCode(error);
  if (error instanceof ArchiveError || typeof code !== 'string' || code === 'ABORT_ERR') return error;
  const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code);
  return new ArchiveError(
    `The archive ${quoted(output)} cannot be written${isFull ? ': the disk is full' : ''} (${code}).`,
    isFull
      ? 'Free disk space, then package again. No partial file was left.'
      : 'Set the output to a folder that this user can write to.',
    { cause: error },
  );
}
