import type { FileHandle } from 'node:fs/promises';
import { ArchiveError } from '../errors';
import { comparePaths } from '../paths/archive-path';
import type { PackItem } from '../writer/pack-files';
import { FileCursor } from '../writer/packed-file';
import type { PackedPart } from '../writer/part-builder';
import { InsideResolver, refuseEnvironmentFile } from '../writer/refusals';
import { fileChunks } from './file-chunks';
import { changedAt, identityOf } from './file-identity';
import type { PackingCache } from './packing-cache';

/**
 * A file that was changed so shortly before it was read may have been changed once more in the same tick of the clock,
 * and look the same: git calls it racily clean. Milliseconds; some file systems keep two seconds.
 */
const tick = 2_000;

/** Those of the files to pack that are, as far as their status tells, what they were. */
export class UnchangedFiles {
  count = 0;
  /** Where the file at that place begins in the cache; -1 where it has to be packed. */
  private readonly cached: Int32Array;
  /** And in the zip. */
  private readonly inZip: Float64Array;

  private constructor(
    readonly cache: PackingCache,
    readonly total: number,
  ) {
    this.cached = new Int32Array(total).fill(-1);
    this.inZip = new Float64Array(total);
  }

  /** `items`: `total` of them, sorted by the bytes of their paths, as those of the cache are. */
  static find(root: string, items: Iterable<PackItem>, total: number, cache: PackingCache): UnchangedFiles {
    const found = new UnchangedFiles(cache, total);
    const inside = new InsideResolver(root);
    const cursor = new FileCursor(cache.files);
    let offset = 0;
    let index = -1;
    let known = cursor.isAtEnd ? undefined : cursor.path;
    for (const item of items) {
      index += 1;
      while (known !== undefined && comparePaths(known, item.path) < 0) {
        offset += cursor.length;
        cursor.advance();
        known = cursor.isAtEnd ? undefined : cursor.path;
      }
      if (known !== item.path || !isUnchanged(item, cursor, inside, cache.begunAt)) continue;
      found.count += 1;
      found.cached[index] = cursor.start;
      found.inZip[index] = offset;
    }
    return found;
  }

  /** The items, by what they are made of, that have to be packed. */
  *others<T>(items: readonly T[]): Generator<T> {
    for (const [index, item] of items.entries()) if (this.cached[index] === -1) yield item;
  }

  /** Bytes at the beginning of the zip up to the first file that has to be packed. */
  get startLength(): number {
    const first = this.run(0);
    return first?.offset === 0 ? first.length : 0;
  }

  /** The files from a place on that follow one another in the cache and in the zip, up to one that has to be packed. */
  run(from: number): Run | undefined {
    if (from >= this.total || this.cached[from] === -1) return undefined;
    const cursor = new FileCursor(this.cache.files);
    const start = (cursor.start = this.cached[from]!);
    const offset = this.inZip[from]!;
    let length = 0;
    let next = from;
    for (; next < this.total && this.cached[next] === cursor.start; next += 1) {
      length += cursor.length;
      cursor.advance();
    }
    return { next, offset, length, files: this.cache.files.subarray(start, cursor.start) };
  }
}

interface Run {
  /** The place behind it. */
  next: number;
  /** In the zip, in bytes. */
  offset: number;
  length: number;
  files: Uint8Array;
}

/** Whatever is refused, or cannot be read, is not unchanged: the packing reports it, in order. */
function isUnchanged(
  { path, file, mode, maySecrets }: PackItem,
  known: FileCursor,
  inside: InsideResolver,
  begunAt: number,
): boolean {
  if (known.givenMode !== mode) return false;
  if (!maySecrets && !known.isSearched) return false;
  try {
    const { real, status } = inside.find(file);
    if (!maySecrets) refuseEnvironmentFile(path, real);
    return changedAt(status) + tick < begunAt && known.hasIdentity(identityOf(status));
  } catch {
    return false;
  }
}

/**
 * The parts of an archive in the order of its files: bytes of the archive before for those that are unchanged, and what
 * was packed for the others.
 */
export async function* carriedOver(
  archive: FileHandle,
  unchanged: UnchangedFiles,
  packed: AsyncIterable<PackedPart>,
): AsyncGenerator<PackedPart> {
  const before = new ArchiveBefore(archive, unchanged);
  /** Bytes of a file that is longer than a part. */
  let begun = 0;
  for await (const { bytes, files, findings } of packed) {
    yield { ...nothing, findings };
    let at = 0;
    let start = 0;
    const cursor = new FileCursor(files);
    for (; !cursor.isAtEnd; start = cursor.start) {
      if (begun === 0) yield* before.untilNext();
      const end = at + cursor.length - begun;
      cursor.advance();
      yield { ...nothing, bytes: bytes.subarray(at, end), files: files.subarray(start, cursor.start) };
      at = end;
      begun = 0;
    }
    if (at === bytes.length) continue;
    if (begun === 0) yield* before.untilNext();
    yield { ...nothing, bytes: bytes.subarray(at) };
    begun += bytes.length - at;
  }
  yield* before.untilNext();
}

const none = new Uint8Array();
const nothing: PackedPart = { bytes: none, files: none, count: 0, findings: [] };

/** Walks through the files, and gives what of them is in the archive before. */
class ArchiveBefore {
  private next = 0;

  constructor(
    private readonly archive: FileHandle,
    private readonly unchanged: UnchangedFiles,
  ) {}

  /** All that comes before the next file that is packed; that one counts as passed. */
  async *untilNext(): AsyncGenerator<PackedPart> {
    for (;;) {
      const run = this.unchanged.run(this.next);
      if (!run) break;
      this.next = run.next;
      yield* this.copied(run);
    }
    this.next += 1;
  }

  private async *copied({ offset, length, files }: Run): AsyncGenerator<PackedPart> {
    const end = offset + length;
    let at = offset;
    for await (const bytes of fileChunks(this.archive, offset, end)) {
      at += bytes.length;
      yield { ...nothing, bytes, files: at === end ? files : none };
    }
    if (at < end)
      throw new ArchiveError(
        'The previous archive was truncated while unchanged files were taken over from it.',
        'Make sure that nothing else packages this project at the same time, then package again.',
      );
  }
}
