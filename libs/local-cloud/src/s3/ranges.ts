import { s3Errors } from './errors';
import type { VersionRecord } from './store/version-record';

/** Offsets of the first and the last byte. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * A `Range` header; nothing when it asks for the whole, or for several ranges, which S3 does not serve.
 * @throws ServiceError InvalidRange.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || header === undefined) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (start >= size || (first === '' && Number(last) === 0)) throw s3Errors.invalidRange(header, size);
  return { start, end };
}

/** The bytes of one part of a multipart object. @throws ServiceError InvalidRange. */
export function partRange(record: VersionRecord, partNumber: number): ByteRange {
  const parts = record.parts ?? [{ number: 1, size: record.size }];
  let start = 0;
  for (const [index, part] of parts.entries()) {
    if (index + 1 === partNumber) return { start, end: start + part.size - 1 };
    start += part.size;
  }
  throw s3Errors.invalidRange(`part ${partNumber}`, record.size);
}
