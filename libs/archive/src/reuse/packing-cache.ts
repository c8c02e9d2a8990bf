import { createHash, hash, type Hash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { version as rulesVersion } from '@secretlint/secretlint-rule-preset-recommend/package.json';
import { compressionRules } from '../writer/compress';
import { fileChunks } from './file-chunks';

/** What is remembered of the last packing into one archive, on this machine. */
export interface PackingCache {
  /** The zip that the files are in. */
  archive: { size: number; sha256: string };
  /** Milliseconds since 1970, before the first file was read. */
  begunAt: number;
  /** All of its files, in order, as FileEncoder writes them. */
  files: Uint8Array;
}

/**
 * What bytes and refusals depend on besides the files. The number goes up whenever the same file may come out as other
 * bytes, or be refused that was not.
 */
const edition = JSON.stringify({
  edition: 3,
  rulesVersion,
  compressionRules,
  node: process.version,
  zlib: process.versions.zlib,
});

/** The first line of the file; the files follow. */
interface Head extends Pick<PackingCache, 'begunAt' | 'archive'> {
  edition: string;
  filesSha256: string;
}

/**
 * Remembers an archive, whose files are given in pieces. Without it, the next packing reads all files; so that it cannot
 * be written is no failure.
 */
export async function writeCache(
  path: string,
  { begunAt, archive: { size, sha256 } }: Omit<PackingCache, 'files'>,
  files: readonly Buffer[],
): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  const filesHash = createHash('sha256');
  for (const piece of files) filesHash.update(piece);
  const head: Head = { edition, begunAt, archive: { size, sha256 }, filesSha256: filesHash.digest('hex') };
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, [Buffer.from(`${JSON.stringify(head)}\n`), ...files], { flag: 'wx' });
    await rename(temporary, path);
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** What was remembered; nothing where no zip of that size is there any more. */
export async function readCache(path: string, archive: string): Promise<PackingCache | undefined> {
  try {
    const bytes = await readFile(path);
    const headLength = bytes.indexOf('\n');
    const head = JSON.parse(bytes.toString('utf8', 0, headLength)) as Head;
    const files = bytes.subarray(headLength + 1);
    if (head.edition !== edition || hash('sha256', files) !== head.filesSha256) return undefined;
    return (await stat(archive)).size === head.archive.size ? { ...head, files } : undefined;
  } catch {
    return undefined;
  }
}

/** The hash of the first `length` bytes of a file, to which the bytes that follow can be added. */
export interface HashedStart {
  hash: Hash;
  length: number;
}

/**
 * Proves that a zip is the one that it was.
 * @param archive the file that the bytes are taken from afterwards: by its path it could be another one by then.
 * @param length bytes at its beginning that another zip has in common with it, so that they are hashed once.
 * @returns nothing where it is another one, or cannot be read.
 */
export async function provedStart(
  archive: FileHandle,
  { sha256 }: PackingCache['archive'],
  length: number,
): Promise<HashedStart | undefined> {
  try {
    const whole = createHash('sha256');
    let start = length === 0 ? whole.copy() : undefined;
    let left = length;
    for await (const chunk of fileChunks(archive)) {
      whole.update(chunk.subarray(0, left));
      if (left > 0 && left <= chunk.length) start = whole.copy();
      whole.update(chunk.subarray(left));
      left = Math.max(0, left - chunk.length);
    }
    return start && whole.digest('hex') === sha256 ? { hash: start, length } : undefined;
  } catch {
    return undefined;
  }
}
