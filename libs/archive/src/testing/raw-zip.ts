import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import { encodeManifest, manifestName } from '../manifest/manifest';

/** A file of a zip made by hand; what is given beyond name and content is what the zip falsely claims. */
export interface RawFile {
  name: string | Buffer;
  content?: string | Buffer;
  mode?: number;
  method?: number;
  flags?: number;
  claimedSize?: number;
  claimedCompressedSize?: number;
  claimedCrc?: number;
  localName?: string;
  localSize?: number;
  extra?: Buffer;
  offset?: number;
  host?: number;
}

export interface RawEnd {
  entries?: number;
  directoryOffset?: number;
  comment?: string;
  prefix?: Buffer;
  gap?: Buffer;
  /** With the end record of zip64, and nothing of use in the plain one. */
  zip64?: boolean;
}

const utf8Names = 0x800;

/** A zip, honest or not, byte by byte. */
export function rawZip(files: readonly RawFile[], end: RawEnd = {}): Buffer {
  const bodies: Buffer[] = [end.prefix ?? Buffer.alloc(0)];
  const records: Buffer[] = [];
  let offset = bodies[0]!.length;
  for (const file of files) {
    const content = Buffer.from(file.content ?? '');
    const method = file.method ?? 8;
    const data = method === 8 ? deflateRawSync(content) : content;
    const name = Buffer.from(file.name as string);
    const parts = [localHeader(file, name, content, data, method), data, end.gap ?? Buffer.alloc(0)];
    records.push(directoryRecord(file, name, content, data, method, file.offset ?? offset));
    bodies.push(...parts);
    for (const { length } of parts) offset += length;
  }
  const body = Buffer.concat(bodies);
  const directory = Buffer.concat(records);
  return Buffer.concat([body, directory, endRecord(end, files.length, body.length, directory.length)]);
}

/** A whole archive of ours, with a manifest that is true to `files` unless it is edited. */
export function rawArchive(
  files: readonly RawFile[],
  end: RawEnd = {},
  edit: (listed: ListedFile[]) => ListedFile[] = (same) => same,
): Buffer {
  const listed = files.map(({ name, content = '', mode = 0o644 }) => ({
    path: name.toString(),
    mode: mode as 0o644,
    size: Buffer.from(content).length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
  return rawZip(
    [...files, { name: manifestName, content: encodeManifest({ version: 1, files: edit(listed) }) }],
    end,
  );
}

export interface ListedFile {
  path: string;
  mode: 0o644 | 0o755;
  size: number;
  sha256: string;
}

function localHeader(file: RawFile, name: Buffer, content: Buffer, data: Buffer, method: number): Buffer {
  const localName = file.localName === undefined ? name : Buffer.from(file.localName);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(file.flags ?? utf8Names, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(file.claimedCrc ?? crc32(content), 14);
  header.writeUInt32LE(file.claimedCompressedSize ?? data.length, 18);
  header.writeUInt32LE(file.localSize ?? file.claimedSize ?? content.length, 22);
  header.writeUInt16LE(localName.length, 26);
  return Buffer.concat([header, localName]);
}

function directoryRecord(
  file: RawFile,
  name: Buffer,
  content: Buffer,
  data: Buffer,
  method: number,
  offset: number,
): Buffer {
  const extra = file.extra ?? Buffer.alloc(0);
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(((file.host ?? 3) << 8) | 20, 4);
  record.writeUInt16LE(20, 6);
  record.writeUInt16LE(file.flags ?? utf8Names, 8);
  record.writeUInt16LE(method, 10);
  record.writeUInt32LE(file.claimedCrc ?? crc32(content), 16);
  record.writeUInt32LE(file.claimedCompressedSize ?? data.length, 20);
  record.writeUInt32LE(file.claimedSize ?? content.length, 24);
  record.writeUInt16LE(name.length, 28);
  record.writeUInt16LE(extra.length, 30);
  record.writeUInt32LE(
    (((file.mode ?? 0o644) | (file.mode && file.mode > 0o7777 ? 0 : 0o100000)) << 16) >>> 0,
    38,
  );
  record.writeUInt32LE(offset, 42);
  return Buffer.concat([record, name, extra]);
}

function zip64Records(count: number, offset: number, length: number): Buffer {
  const records = Buffer.alloc(56 + 20);
  records.writeUInt32LE(0x06064b50, 0);
  records.writeBigUInt64LE(44n, 4);
  records.writeUInt16LE(45, 12);
  records.writeUInt16LE(45, 14);
  records.writeBigUInt64LE(BigInt(count), 24);
  records.writeBigUInt64LE(BigInt(count), 32);
  records.writeBigUInt64LE(BigInt(length), 40);
  records.writeBigUInt64LE(BigInt(offset), 48);
  records.writeUInt32LE(0x07064b50, 56);
  records.writeBigUInt64LE(BigInt(offset + length), 64);
  records.writeUInt32LE(1, 72);
  return records;
}

function endRecord(end: RawEnd, count: number, offset: number, length: number): Buffer {
  if (end.zip64) {
    const plain = endRecord({ entries: 0xffff, directoryOffset: 0xffffffff }, count, offset, length);
    return Buffer.concat([zip64Records(end.entries ?? count, end.directoryOffset ?? offset, length), plain]);
  }
  const comment = Buffer.from(end.comment ?? '');
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(end.entries ?? count, 8);
  record.writeUInt16LE(end.entries ?? count, 10);
  record.writeUInt32LE(length, 12);
  record.writeUInt32LE(end.directoryOffset ?? offset, 16);
  record.writeUInt16LE(comment.length, 20);
  return Buffer.concat([record, comment]);
}
