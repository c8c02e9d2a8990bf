import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { version as rulesVersion } from '@secretlint/secretlint-rule-preset-recommend/package.json';
import { deflateOptions } from '../writer/compress';
import type { PackedFile } from '../writer/part-builder';

/** A file of an archive, and where its bytes, headers included, are in the zip. */
export interface CachedFile extends PackedFile {
  offset: number;
}

/** What is remembered of the last packing into one archive, on this machine. */
export interface PackingCache {
  /** The zip that the offsets are of. */
  archive: { size: number; sha256: string };
  /** Milliseconds since 1970, before the first file was read. */
  begunAt: number;
  files: ReadonlyMap<string, CachedFile>;
}

/**
 * What bytes and refusals depend on besides the files. The number goes up whenever the same file may come out as other
 * bytes, or be refused that was not.
 */
const edition = JSON.stringify({
  edition: 1,
  rulesVersion,
  deflateOptions,
  node: process.version,
  zlib: process.versions.zlib,
});

/** Gathers what is to be remembered, as lines: fifty thousand files take a third of what they take as objects. */
export class CacheWriter {
  private readonly lines: string[] = [];
  private offset = 0;

  constructor(private readonly begunAt: number) {}

  add(files: readonly PackedFile[]): void {
    for (const file of files) {
      this.lines.push(JSON.stringify({ ...file, offset: this.offset }));
      this.offset += file.length;
    }
  }

  /** Without it, the next packing reads all files; so that it cannot be written is no failure. */
  async write(path: string, { size, sha256 }: PackingCache['archive']): Promise<void> {
    const temporary = `${path}.${randomUUID()}.tmp`;
    const head = JSON.stringify({ edition, begunAt: this.begunAt, archive: { size, sha256 } });
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(temporary, [head, ...this.lines].join('\n'), { flag: 'wx' });
      await rename(temporary, path);
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }
}

/** What was remembered; nothing where the zip is not there any more, or is not the one that it was. */
export async function readCache(path: string, archive: string): Promise<PackingCache | undefined> {
  try {
    const [head = '', ...lines] = (await readFile(path, 'utf8')).split('\n');
    const cache = JSON.parse(head) as Omit<PackingCache, 'files'> & { edition: string };
    if (cache.edition !== edition || (await sha256Of(archive)) !== cache.archive.sha256) return undefined;
    const files = lines.map((line) => JSON.parse(line) as CachedFile);
    return { ...cache, files: new Map(files.map((file) => [file.record.path, file])) };
  } catch {
    return undefined;
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
