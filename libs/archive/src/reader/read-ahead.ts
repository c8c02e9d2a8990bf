import type { RangeSource } from './range-source';

/** Bytes that are kept in memory: 6 GB from a bucket are 360 requests. */
const windowBytes = 16 * 2 ** 20;

/**
 * The same source for whoever reads it from front to back: many small reads become few large ones, and no byte is read
 * twice. Reads in another order are answered too, with one read of the source for each.
 * @param size bytes that are read ahead, and kept.
 */
export function readAhead(source: RangeSource, size = windowBytes): RangeSource {
  let window: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array() };
  const end = () => window.start + window.bytes.length;

  return {
    size: source.size,
    read: async (from, to) => {
      if (from < window.start || to > end()) {
        const kept =
          from >= window.start && from < end() ? window.bytes.subarray(from - window.start) : undefined;
        const next = from + (kept?.length ?? 0);
        const read = await source.read(next, Math.min(source.size, Math.max(to, from + size)));
        window = { start: from, bytes: kept === undefined ? read : Buffer.concat([kept, read]) };
      }
      return window.bytes.subarray(from - window.start, to - window.start);
    },
  };
}
