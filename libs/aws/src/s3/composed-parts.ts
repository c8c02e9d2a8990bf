import type { SharedRange } from '@sluice/release';
import type { Part } from './multipart';

/** S3 takes no part below this size but the last (Amazon S3 multipart upload limits). Bytes. */
export const leastPart = 5 * 2 ** 20;
/** Fewer are not worth the requests that they take. */
const leastCopies = 4;
const mostParts = 10_000;

/** A part of a file; `from`: where another object most likely has the same bytes. */
export interface ComposedPart extends Part {
  from?: number;
}

/**
 * A file as parts, each of which is copied out of another object or uploaded, in the order of the file. What lies between two
 * shared ranges and is too short for a part takes bytes of the range behind it.
 * @param part the most bytes of a part, if that leaves none below what S3 takes.
 * @returns nothing where it does not pay: where less than half of the bytes, or fewer than four parts, can be copied.
 */
export function composedParts(
  size: number,
  shared: readonly SharedRange[],
  part: number,
): ComposedPart[] | undefined {
  const parts: ComposedPart[] = [];
  const cut = (start: number, end: number, from?: number) => {
    const length = end - start;
    const count = Math.max(1, Math.min(Math.ceil(length / part), Math.floor(length / leastPart)));
    for (let index = 0; index < count; index += 1) {
      const [first, next] = [index, index + 1].map((at) => Math.floor((length * at) / count));
      const at = from === undefined ? {} : { from: from + first! };
      parts.push({ number: parts.length + 1, start: start + first!, end: start + next!, ...at });
    }
  };
  let at = 0;
  for (const { start, end, from } of shared) {
    const begin = start === at ? start : Math.max(start, at + leastPart);
    if (start < at || end > size || end - begin < leastPart) continue;
    if (begin > at) cut(at, begin);
    cut(begin, end, from + (begin - start));
    at = end;
  }
  if (at < size) cut(at, size);
  const copies = parts.filter(({ from }) => from !== undefined);
  const copied = copies.reduce((sum, { start, end }) => sum + (end - start), 0);
  const pays = copies.length >= leastCopies && copied * 2 >= size && parts.length <= mostParts;
  return pays ? parts : undefined;
}
