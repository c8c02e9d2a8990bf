import { type FileHandle, open } from 'node:fs/promises';
import type { PackItem } from '../writer/pack-files';
import type { PackedFile, PackedPart } from '../writer/part-builder';
import { InsideResolver, refuseEnvironmentFile } from '../writer/refusals';
import { identityOf } from './file-identity';
import type { CachedFile, PackingCache } from './packing-cache';

/**
 * A file that was changed so shortly before it was read may have been changed once more in the same tick of the clock,
 * and look the same: git calls it racily clean. Milliseconds; some file systems keep two seconds.
 */
const tick = 2_000;
const chunkBytes = 2 ** 20;

/** The files that are, as far as their status tells, what they were; the others are packed. */
export function unchangedFiles(
  root: string,
  items: readonly PackItem[],
  cache: PackingCache,
): Map<PackItem, CachedFile> {
  const inside = new InsideResolver(root);
  const unchanged = new Map<PackItem, CachedFile>();
  for (const item of items) {
    const known = cache.files.get(item.path);
    if (known && isUnchanged(item, known, inside, cache.begunAt)) unchanged.set(item, known);
  }
  return unchanged;
}

/** Whatever is refused, or cannot be read, is not unchanged: the packing tells of it, in order. */
function isUnchanged(
  { path, file, mode, maySecrets }: PackItem,
  known: CachedFile,
  inside: InsideResolver,
  begunAt: number,
): boolean {
  if (!known.source || known.source.givenMode !== mode) return false;
  if (!maySecrets && !known.source.isSearched) return false;
  try {
    const { real, status } = inside.find(file);
    if (!maySecrets) refuseEnvironmentFile(path, real);
    const { text, changedAt } = identityOf(status);
    return text === known.source.identity && changedAt + tick < begunAt;
  } catch {
    return false;
  }
}

/**
 * The parts of an archive in the order of its items: bytes of the archive before for those that are unchanged, and what
 * was packed for the others.
 */
export async function* carriedOver(
  archive: string,
  items: readonly PackItem[],
  unchanged: ReadonlyMap<PackItem, CachedFile>,
  packed: AsyncIterable<PackedPart>,
): AsyncGenerator<PackedPart> {
  const handle = await open(archive, 'r');
  try {
    const before = new ArchiveBefore(handle, items, unchanged);
    /** Bytes of a file that is longer than a part. */
    let begun = 0;
    for await (const { bytes, files, findings } of packed) {
      yield { bytes: new Uint8Array(), files: [], findings };
      let at = 0;
      for (const file of files) {
        if (begun === 0) yield* before.untilNext();
        const end = at + file.length - begun;
        yield { bytes: bytes.subarray(at, end), files: [file], findings: [] };
        at = end;
        begun = 0;
      }
      if (at === bytes.length) continue;
      if (begun === 0) yield* before.untilNext();
      yield { bytes: bytes.subarray(at), files: [], findings: [] };
      begun += bytes.length - at;
    }
    yield* before.untilNext();
  } finally {
    await handle.close();
  }
}

/** Walks through the items, and gives what of them is in the archive before. */
class ArchiveBefore {
  private next = 0;

  constructor(
    private readonly handle: FileHandle,
    private readonly items: readonly PackItem[],
    private readonly unchanged: ReadonlyMap<PackItem, CachedFile>,
  ) {}

  /** All that comes before the next item that is packed; that one counts as passed. */
  async *untilNext(): AsyncGenerator<PackedPart> {
    let run: CachedFile[] = [];
    for (; this.next < this.items.length; this.next += 1) {
      const known = this.unchanged.get(this.items[this.next]!);
      if (!known) break;
      const last = run.at(-1);
      if (last && last.offset + last.length !== known.offset) {
        yield* this.copied(run);
        run = [];
      }
      run.push(known);
    }
    this.next += 1;
    yield* this.copied(run);
  }

  /** Files that follow one another in the archive before, in few reads. */
  private async *copied(run: readonly CachedFile[]): AsyncGenerator<PackedPart> {
    const [first] = run;
    const last = run.at(-1);
    if (!first || !last) return;
    const end = last.offset + last.length;
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, end - first.offset));
    for (let at = first.offset; at < end;) {
      const { bytesRead } = await this.handle.read(buffer, 0, Math.min(buffer.length, end - at), at);
      if (bytesRead === 0) throw new Error('The archive before became shorter while it was read.');
      at += bytesRead;
      yield { bytes: buffer.subarray(0, bytesRead), files: at === end ? run.map(plain) : [], findings: [] };
    }
  }
}

function plain({ record, sha256, length, source }: CachedFile): PackedFile {
  return { record, sha256, length, source };
}
