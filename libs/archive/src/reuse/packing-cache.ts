import { createHash, hash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { version as rulesVersion } from '@secretlint/secretlint-rule-preset-recommend/package.json';
import { deflateOptions } from '../writer/compress';

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
  edition: 2,
  rulesVersion,
  deflateOptions,
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

/** What was remembered; nothing where the zip is not there any more, or is not the one that it was. */
export async function readCache(path: string, archive: string): Promise<PackingCache | undefined> {
  try {
    const bytes = await readFile(path);
    const headLength = bytes.indexOf('\n');
    const head = JSON.parse(bytes.toString('utf8', 0, headLength)) as Head;
    const files = bytes.subarray(headLength + 1);
    if (head.edition !== edition || hash('sha256', files) !== head.filesSha256) return undefined;
    return (await sha256Of(archive)) === head.archive.sha256 ? { ...head, files } : undefined;
  } catch {
    return undefined;
  }
}

async function sha256Of(path: string): Promise<string> {
  const read = createHash('sha256');
  const handle = await open(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(2 ** 20);
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length);
      if (bytesRead === 0) return read.digest('hex');
      read.update(chunk.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
