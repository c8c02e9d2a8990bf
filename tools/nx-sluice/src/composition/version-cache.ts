import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const entrySchema = z.object({
  /** What names the version in all buckets: bucket, key and version id. */
  id: z.string(),
  etag: z.string(),
  /** Bytes. */
  size: z.int(),
  /** Milliseconds since 1970. */
  lastModified: z.number(),
  metadata: z.record(z.string(), z.string()).optional(),
  text: z.string().optional(),
});

/** What never changes of one version of an object: its metadata, or the text that it is. */
export type CachedVersion = z.infer<typeof entrySchema>;

const fileSchema = z.object({ version: z.literal(1), entries: z.array(entrySchema) });

/** Some 2 MB: S3 allows 2 KB of metadata, of which Sluice writes about a third. */
const mostEntries = 3_000;
const largestFile = 16 * 1024 * 1024;

/**
 * A file that keeps what never changes of versions of objects. It only saves requests: a file that cannot be read or
 * written, or that says something else, is as good as none.
 */
export class VersionCache {
  private entries: Promise<Map<string, CachedVersion>> | undefined;
  private readonly used = new Map<string, CachedVersion>();
  private hasNew = false;

  constructor(
    private readonly path: string,
    private readonly most = mostEntries,
  ) {}

  /** What is kept of a version that is listed with this ETag and size. */
  async get(id: string, listed: { etag: string; size: number }): Promise<CachedVersion | undefined> {
    this.entries ??= read(this.path);
    const entry = this.used.get(id) ?? (await this.entries).get(id);
    if (entry === undefined || entry.etag !== listed.etag || entry.size !== listed.size) return undefined;
    this.used.set(id, entry);
    return entry;
  }

  put(entry: CachedVersion): void {
    this.used.set(entry.id, entry);
    this.hasNew = true;
  }

  /**
   * Writes what is new beside what other processes wrote in the meantime; what was unused the longest makes room. The file is
   * replaced as a whole, so that nobody reads half of it.
   */
  async save(): Promise<void> {
    if (!this.hasNew) return;
    this.hasNew = false;
    const all = await read(this.path);
    for (const id of this.used.keys()) all.delete(id);
    const entries = [...all.values(), ...this.used.values()].slice(-this.most);
    const temporary = `${this.path}.${process.pid}`;
    try {
      await mkdir(dirname(this.path), { recursive: true });
      await writeFile(
        temporary,
        JSON.stringify({ version: 1, entries } satisfies z.infer<typeof fileSchema>),
      );
      await rename(temporary, this.path);
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }
}

async function read(path: string): Promise<Map<string, CachedVersion>> {
  try {
    if ((await stat(path)).size > largestFile) return new Map();
    const { entries } = fileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return new Map(entries.map((entry) => [entry.id, entry]));
  } catch {
    return new Map();
  }
}
