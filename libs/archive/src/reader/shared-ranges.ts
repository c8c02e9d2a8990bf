import { limits } from '../limits';
import { truncated } from './damage';
import type { RangeSource } from './range-source';

/** Bytes of the end record without a comment, and of the fixed part of a record (APPNOTE.TXT 4.3.16 and 4.3.12). */
const [endLength, recordLength] = [22, 46];

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
 * @returns nothing for what is no zip, or one of more than 4 GiB or 65,534 files.
 * @throws {ArchiveError} when a source ends early. What `source.read` throws comes through as it is.
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

/**
 * In the order of the zip. Its directory is read at once, and no object is made of each of its records: there may be many
 * thousands. None of a zip with the records of zip64.
 */
async function spansOf(source: RangeSource): Promise<Span[]> {
  const { size } = source;
  if (size < endLength) return [];
  const end = await bytesOf(source, size - endLength, size);
  const [length, offset] = [end.readUInt32LE(12), end.readUInt32LE(16)];
  const isPlain = end.readUInt32LE(0) === 0x06054b50 && offset + length + endLength === size;
  if (!isPlain || length > limits.directoryBytes) return [];
  const directory = await bytesOf(source, offset, offset + length);
  const spans: Span[] = [];
  for (let at = 0; at + recordLength <= length && directory.readUInt32LE(at) === 0x02014b50;) {
    const name = at + recordLength;
    const nameEnd = name + directory.readUInt16LE(at + 28);
    // Flags, method, CRC-32 and sizes; the time is the same in all archives.
    const facts = directory.toString('latin1', at + 8, at + 28);
    const look = `${facts}${directory.toString('latin1', name, nameEnd)}`;
    spans.push({ start: directory.readUInt32LE(at + 42), end: 0, look });
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  spans.sort((one, another) => one.start - another.start);
  for (const [index, span] of spans.entries()) span.end = spans[index + 1]?.start ?? offset;
  return spans;
}

async function bytesOf(source: RangeSource, start: number, end: number): Promise<Buffer> {
  const { buffer, byteOffset, length } = await source.read(start, end);
  if (length !== end - start) throw truncated();
  return Buffer.from(buffer, byteOffset, length);
}
