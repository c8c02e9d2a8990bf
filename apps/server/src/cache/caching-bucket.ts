import {
  bucketOf,
  commitOfKey,
  type Bucket,
  type ListedObject,
  type ObjectVersion,
  type StoredObject,
} from '@sluice/release';
import type { Memory } from './shared-cache';

/** Milliseconds that answers count. */
export interface BucketLifetimes {
  /** Tags and holds: what the board is about. */
  tags: number;
  /** Which archives there are. */
  list: number;
  /** The versions of a key that stays what it was: older ones may be deleted in the meantime. */
  versions: number;
  /** Object tags: rejections. */
  marks: number;
}

const always = { answer: Infinity };

/** What is not there may come. */
const whatIsThere = { answer: (found: unknown) => (found === undefined ? 0 : Infinity) };

/**
 * A bucket to look at, where many look. What can never change is asked once: a version, and an archive as long as it
 * is listed with the same ETag. The rest counts for a while. Writes are refused: who writes goes by what is there now.
 */
export class CachingBucket implements Bucket {
  private etags = new Map<string, string>();
  /** The version that each tag was last seen at. */
  private readonly seen = new Map<string, string | undefined>();

  constructor(
    private readonly bucket: Bucket,
    private readonly prefix: string,
    private readonly memory: Memory,
    private readonly lifetimes: BucketLifetimes,
  ) {}

  get name(): string {
    return this.bucket.name;
  }

  nameOf(key: string): string {
    return bucketOf(this.bucket, key);
  }

  versioning() {
    return this.memory.recall('versioning', { answer: this.lifetimes.marks }, () => this.bucket.versioning());
  }

  head(key: string, versionId?: string): Promise<StoredObject | undefined> {
    if (versionId !== undefined) {
      return this.memory.recall(`version ${key} ${versionId}`, whatIsThere, () =>
        this.bucket.head(key, versionId),
      );
    }
    const etag = this.etags.get(key);
    if (commitOfKey(this.prefix, key) === undefined || etag === undefined) {
      return this.memory.recall(`head ${key}`, { answer: this.lifetimeOf(key) }, async () => {
        const found = await this.bucket.head(key);
        this.notice(key, found?.versionId);
        return found;
      });
    }
    return this.memory.recall(`archive ${key} ${etag}`, whatIsThere, () => this.bucket.head(key));
  }

  get(key: string, most: number): Promise<{ object: StoredObject; bytes: Uint8Array } | undefined> {
    return this.memory.recall(`get ${key} ${most}`, { answer: this.lifetimeOf(key) }, async () => {
      const found = await this.bucket.get(key, most);
      this.notice(key, found?.object.versionId);
      return found;
    });
  }

  async versions(key: string, limit?: number): Promise<ObjectVersion[]> {
    // Where there is a newer one, what is remembered is forgotten.
    await this.head(key);
    return this.memory.recall(`versions ${key} ${limit}`, { answer: this.lifetimes.versions }, () =>
      this.bucket.versions(key, limit),
    );
  }

  async *list(prefix: string, delimiter?: '/'): AsyncIterable<ListedObject> {
    yield* await this.memory.recall(
      `list ${prefix} ${delimiter}`,
      { answer: this.lifetimes.list },
      async () => {
        const listed: ListedObject[] = [];
        for await (const object of this.bucket.list(prefix, delimiter)) listed.push(object);
        if (prefix === this.prefix) this.etags = new Map(listed.map(({ key, etag }) => [key, etag]));
        return listed;
      },
    );
  }

  read(key: string, versionId: string | undefined, start: number, end: number): Promise<Uint8Array> {
    // Holds and logs are small; parts of archives would fill the memory, and a comparison reads each of them once.
    if (!key.endsWith('.json')) return this.bucket.read(key, versionId, start, end);
    const lifetime = versionId === undefined ? { answer: this.lifetimes.tags } : always;
    return this.memory.recall(`read ${key} ${versionId} ${start}-${end}`, lifetime, () =>
      this.bucket.read(key, versionId, start, end),
    );
  }

  tags(key: string, versionId?: string): Promise<Record<string, string>> {
    return this.memory.recall(`tags ${key} ${versionId}`, { answer: this.lifetimes.marks }, () =>
      this.bucket.tags(key, versionId),
    );
  }

  sha256Of(key: string, versionId?: string): Promise<string | undefined> {
    const lifetime = versionId === undefined ? { answer: 0 } : whatIsThere;
    return this.memory.recall(`sha256 ${key} ${versionId}`, lifetime, () =>
      this.bucket.sha256Of(key, versionId),
    );
  }

  facts() {
    return this.bucket.facts();
  }

  upload = readsOnly;
  copy = readsOnly;
  putText = readsOnly;
  remove = readsOnly;
  removeAll = readsOnly;
  setTags = readsOnly;

  /** The register of the newest commit is part of what tells which archives there are, and is as recent as their list. */
  private lifetimeOf(key: string): number {
    return isRegister(key) ? this.lifetimes.list : this.lifetimes.tags;
  }

  /** When a tag moves, its history is another, and there may be an archive that was not there before. */
  private notice(key: string, versionId: string | undefined): void {
    const hasMoved = this.seen.has(key) && this.seen.get(key) !== versionId;
    this.seen.set(key, versionId);
    if (!hasMoved) return;
    this.memory.forget((question) => isOfArchives(question) || question.startsWith(`versions ${key} `));
  }

  /** Which archives and versions there are is asked again. */
  forgetLists(): void {
    this.memory.forget((question) => isOfArchives(question) || question.startsWith('versions '));
  }

  /** Whoever asks next, asks again for everything that can change. */
  forget(): void {
    this.memory.forget((question) => /^(?:head|get|versions|list|tags|versioning) /.test(`${question} `));
  }
}

/** Whether the answer tells which archives there are. */
function isOfArchives(question: string): boolean {
  return question.startsWith('list ') || /^(?:head|get) \S*\.newest\.json(?: |$)/.test(question);
}

function isRegister(key: string): boolean {
  return key.endsWith('.newest.json');
}

async function readsOnly(): Promise<never> {
  throw new Error('This bucket is read-only.');
}
