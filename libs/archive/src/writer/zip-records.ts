/**
 * The records of a zip, byte by byte: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3. Each has the same bytes for
 * the same content: no clock, owner or time zone goes in.
 */

/** How a file stands in a zip. Sizes in bytes. */
export interface ZipRecord {
  /** Separated by `/`. */
  path: string;
  mode: 0o644 | 0o755;
  /** 0: stored as it is. 8: Deflate. */
  method: 0 | 8;
  crc32: number;
  size: number;
  compressedSize: number;
  /** CRC-32 and sizes follow the content (4.3.9), because they were not known when its header was written. */
  hasDescriptor: boolean;
}

const utf8Name = 0x800;
const descriptorFollows = 8;
const plainVersion = 20;
const zip64Version = 45;
const unix = 3;
const regularFile = 0o100000;
/** The first day that a zip can tell: 1980-01-01 00:00, as MS-DOS counts. */
const zipEpoch = 0x0021;
const wide = 0xffffffff;
/** Compressed content may be longer than it was, by less than this in 4 GiB. */
const deflateSlack = 16 * 2 ** 20;

export function localHeader(record: ZipRecord): Buffer {
  const name = Buffer.from(record.path);
  const isWide = hasWideSizes(record);
  // Of the pool, which costs a tenth of memory of its own.
  const header = Buffer.allocUnsafe(30 + name.length + (isWide ? 20 : 0)).fill(0);
  const known = record.hasDescriptor ? { crc32: 0, compressedSize: 0, size: 0 } : record;
  header.writeUInt32LE(0x04034b50, 0);
  writeCommon(header, 4, record, isWide ? zip64Version : plainVersion);
  header.writeUInt32LE(known.crc32, 14);
  header.writeUInt32LE(isWide ? wide : known.compressedSize, 18);
  header.writeUInt32LE(isWide ? wide : known.size, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(isWide ? 20 : 0, 28);
  name.copy(header, 30);
  if (isWide) writeWideExtra(header, 30 + name.length, [known.size, known.compressedSize]);
  return header;
}

/** What follows content whose header did not tell its CRC-32 and sizes. */
export function dataDescriptor(record: ZipRecord): Buffer {
  const isWide = hasWideSizes(record);
  const descriptor = Buffer.alloc(isWide ? 24 : 16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(record.crc32, 4);
  if (isWide) {
    descriptor.writeBigUInt64LE(BigInt(record.compressedSize), 8);
    descriptor.writeBigUInt64LE(BigInt(record.size), 16);
  } else {
    descriptor.writeUInt32LE(record.compressedSize, 8);
    descriptor.writeUInt32LE(record.size, 12);
  }
  return descriptor;
}

/** `offset`: where the local header of the file begins in the zip. */
export function directoryRecord(record: ZipRecord, offset: number): Buffer {
  const nameLength = Buffer.byteLength(record.path);
  const isWide = hasWideSizes(record);
  const elsewhere = isWide ? [record.size, record.compressedSize] : [];
  if (offset >= wide) elsewhere.push(offset);
  const extra = elsewhere.length > 0 ? 4 + elsewhere.length * 8 : 0;
  const bytes = Buffer.allocUnsafe(46 + nameLength + extra).fill(0, 0, 46);
  bytes.writeUInt32LE(0x02014b50, 0);
  bytes.writeUInt16LE((unix << 8) | zip64Version, 4);
  writeCommon(bytes, 6, record, extra > 0 ? zip64Version : plainVersion);
  bytes.writeUInt32LE(record.crc32, 16);
  bytes.writeUInt32LE(isWide ? wide : record.compressedSize, 20);
  bytes.writeUInt32LE(isWide ? wide : record.size, 24);
  bytes.writeUInt16LE(nameLength, 28);
  bytes.writeUInt16LE(extra, 30);
  bytes.writeUInt32LE(((regularFile | record.mode) << 16) >>> 0, 38);
  bytes.writeUInt32LE(Math.min(offset, wide), 42);
  bytes.write(record.path, 46);
  if (extra > 0) writeWideExtra(bytes, 46 + nameLength, elsewhere);
  return bytes;
}

/** The end of a zip; `directoryOffset` and `directoryLength` in bytes. With the records of zip64 where they are needed. */
export function endRecords(entries: number, directoryOffset: number, directoryLength: number): Buffer {
  const isWide = entries >= 0xffff || directoryOffset >= wide || directoryLength >= wide;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(entries, 0xffff), 8);
  end.writeUInt16LE(Math.min(entries, 0xffff), 10);
  end.writeUInt32LE(Math.min(directoryLength, wide), 12);
  end.writeUInt32LE(Math.min(directoryOffset, wide), 16);
  if (!isWide) return end;
  const zip64 = Buffer.alloc(56 + 20);
  zip64.writeUInt32LE(0x06064b50, 0);
  zip64.writeBigUInt64LE(44n, 4);
  zip64.writeUInt16LE((unix << 8) | zip64Version, 12);
  zip64.writeUInt16LE(zip64Version, 14);
  zip64.writeBigUInt64LE(BigInt(entries), 24);
  zip64.writeBigUInt64LE(BigInt(entries), 32);
  zip64.writeBigUInt64LE(BigInt(directoryLength), 40);
  zip64.writeBigUInt64LE(BigInt(directoryOffset), 48);
  zip64.writeUInt32LE(0x07064b50, 56);
  zip64.writeBigUInt64LE(BigInt(directoryOffset + directoryLength), 64);
  zip64.writeUInt32LE(1, 72);
  return Buffer.concat([zip64, end]);
}

/** Version, flags, method, time and date: the same ten bytes in both headers. */
function writeCommon(bytes: Buffer, at: number, record: ZipRecord, version: number): void {
  bytes.writeUInt16LE(version, at);
  bytes.writeUInt16LE(utf8Name | (record.hasDescriptor ? descriptorFollows : 0), at + 2);
  bytes.writeUInt16LE(record.method, at + 4);
  bytes.writeUInt16LE(0, at + 6);
  bytes.writeUInt16LE(zipEpoch, at + 8);
}

/** Decided by what is known before the content is compressed, so that header, descriptor and directory agree. */
function hasWideSizes({ size, compressedSize, hasDescriptor }: ZipRecord): boolean {
  return hasDescriptor ? size >= wide - deflateSlack : size >= wide || compressedSize >= wide;
}

function writeWideExtra(bytes: Buffer, at: number, values: readonly number[]): void {
  bytes.writeUInt16LE(1, at);
  bytes.writeUInt16LE(values.length * 8, at + 2);
  values.forEach((value, index) => bytes.writeBigUInt64LE(BigInt(value), at + 4 + index * 8));
}
