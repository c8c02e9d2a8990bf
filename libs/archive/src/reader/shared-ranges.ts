import type { RangeSource } from './range-source';
import { withZipDirectory, type ZipDirectory } from './zip-directory';

/** Bytes `start` up to, not including, `end` of one zip, and where in another zip they begin. */
export interface SharedRange {
  start: number;
  end: number;
  from: number;
}

/** A file with its header, as it lies in a zip. */
interface Span {
  start: number;
  end: number;
  /** Two with the same one most likely have the same bytes. */
  look: string;
}

/**
 * What two archives have in common, by their directories alone: files of the same path, CRC-32 and sizes, those that
 * follow one another in both as one range. Whether the bytes are the same is for the caller to prove.
 * @throws {ArchiveError} when one of them is no zip. What `source.read` throws comes through as it is.
 */
export async function sharedRanges(mine: RangeSource, other: RangeSource): Promise<SharedRange[]> {
  const known = new Map<string, Span>();
  for (const span of await spansOf(other)) known.set(span.look, span);
  const ranges: SharedRange[] = [];
  for (const { start, end, look } of await spansOf(mine)) {
    const from = known.get(look)?.start;
    if (from === undefined) continue;
    const last = ranges.at(-1);
    if (last?.end === start && last.from + (last.end - last.start) === from) last.end = end;
    else ranges.push({ start, end, from });
  }
  return ranges;
}

/** In the order of the zip. */
function spansOf(source: RangeSource): Promise<Span[]> {
  return withZipDirectory(source, async (directory) => {
    const records = directory.entries
      .map(({ path, record }) => ({ path, record, start: record.relativeOffsetOfLocalHeader }))
      .sort((one, another) => one.start - another.start);
    return records.map(({ path, record, start }, index) => {
      const end = records[index + 1]?.start ?? startOfDirectory(directory, source.size);
      const { crc32, uncompressedSize, compressionMethod, generalPurposeBitFlag } = record;
      const sizes = [end - start, uncompressedSize, crc32, compressionMethod, generalPurposeBitFlag];
      return { start, end, look: `${sizes.join(' ')} ${path}` };
    });
  });
}

/** At the latest: behind it are records of 22 bytes or more. */
function startOfDirectory({ length }: ZipDirectory, size: number): number {
  return Math.max(0, size - 22 - length);
}
