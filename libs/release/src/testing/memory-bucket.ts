import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type {
  Bucket,
  BucketFact,
  BucketFacts,
  BucketInspection,
  ListedObject,
  LocalFile,
  ObjectVersion,
  RemovalFailure,
  StoredObject,
  VersionedListing,
  WriteCondition,
  WriteResult,
} from '../ports/bucket';

interface Version extends StoredObject {
  body: Uint8Array;
  isDeleteMarker: boolean;
  tags: Record<string, string>;
}

const known = <T>(value: T): BucketFact<T> => ({ isKnown: true, value });

/** What goes wrong with a write: before it, after it, or its condition is not looked at. */
export type WriteFault = 'lost-before' | 'lost-after' | 'conflict-after' | 'condition-ignored';

/** S3's rules for versions and conditions, without the wire; the real wire is tested by the contract suite. */
export class MemoryBucket implements Bucket, VersionedListing, BucketInspection {
  readonly name = 'memory';
  isAws = false;
  honorsConditions: boolean | undefined = true;
  /** The account that it belongs to. */
  owner = '000000000000';
  keepsChecksums = true;
  state: 'enabled' | 'suspended' | 'never' = 'enabled';
  /** Asked before every write; what it returns happens to that write. */
  fault: (key: string) => WriteFault | undefined = () => undefined;
  /** Runs before a write reaches the bucket: the moment for someone else to be faster. */
  beforeWrite: (key: string) => Promise<void> | void = () => undefined;
  bytesRead = 0;
  /** How it is set up; all is well unless a test says otherwise. */
  settings: BucketFacts = {
    region: known('us-east-1'),
    encryption: known('AES256'),
    blocksPublicAccess: known(true),
    sendsEvents: known(true),
    clockOffset: known(0),
  };
  /** Milliseconds by which the clock continues before each write; it may step back. */
  tick: () => number = () => 1000;
  private clock = Date.UTC(2026, 0, 1);
  private readonly objects = new Map<string, Version[]>();

  async versioning() {
    return this.state;
  }

  async head(key: string, versionId?: string): Promise<StoredObject | undefined> {
    await Promise.resolve();
    return this.find(key, versionId);
  }

  async upload(key: string, file: LocalFile, metadata: Record<string, string>, condition?: WriteCondition) {
    return this.write(key, await readFile(file.path), metadata, condition);
  }

  async copy(
    from: { key: string; versionId?: string; etag: string },
    to: string,
    metadata: Record<string, string>,
    condition?: WriteCondition,
  ) {
    const source = this.find(from.key, from.versionId);
    if (source === undefined) throw new Error(`no such version of ${from.key}`);
    return this.write(to, source.body, metadata, condition);
  }

  async versions(key: string, limit = Infinity): Promise<ObjectVersion[]> {
    return (this.objects.get(key) ?? [])
      .map((version, index) => ({ ...version, isLatest: index === 0 }))
      .slice(0, limit);
  }

  async *list(prefix: string, delimiter?: '/'): AsyncIterable<ListedObject> {
    for (const [key, [current]] of [...this.objects].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const isBelow = delimiter !== undefined && key.slice(prefix.length).includes(delimiter);
      const isThere = current !== undefined && !current.isDeleteMarker;
      if (key.startsWith(prefix) && !isBelow && isThere) yield current;
    }
  }

  async *versionsBelow(prefix: string, delimiter?: '/'): AsyncIterable<ObjectVersion> {
    for (const key of [...this.objects.keys()].sort()) {
      const isBelow = delimiter !== undefined && key.slice(prefix.length).includes(delimiter);
      if (key.startsWith(prefix) && !isBelow) yield* await this.versions(key);
    }
  }

  async read(key: string, versionId: string | undefined, start: number, end: number): Promise<Uint8Array> {
    const body = this.find(key, versionId)?.body.subarray(start, end) ?? new Uint8Array();
    this.bytesRead += body.length;
    return body;
  }

  async get(key: string, most: number) {
    await Promise.resolve();
    const object = this.find(key);
    return object && { object, bytes: object.body.subarray(0, most) };
  }

  putText(key: string, text: string, condition?: WriteCondition): Promise<WriteResult> {
    return this.write(key, Buffer.from(text), {}, condition);
  }

  /** Puts any bytes there, as a person with the AWS console does. */
  putByHand(key: string, bytes: Uint8Array): void {
    this.store(key, bytes, {});
  }

  async remove(key: string, versionId?: string): Promise<void> {
    const versions = this.objects.get(key) ?? [];
    if (versionId === undefined) {
      Object.assign(this.store(key, Buffer.alloc(0), {}), { isDeleteMarker: true, etag: '' });
      return;
    }
    const left = versions.filter((one) => one.versionId !== versionId);
    if (left.length > 0) this.objects.set(key, left);
    else this.objects.delete(key);
  }

  async removeAll(keys: readonly string[]): Promise<RemovalFailure[]> {
    for (const key of keys) await this.remove(key);
    return [];
  }

  async tags(key: string, versionId?: string): Promise<Record<string, string>> {
    return { ...this.find(key, versionId)?.tags };
  }

  async setTags(key: string, tags: Record<string, string>, versionId?: string): Promise<void> {
    this.existing(key, versionId).tags = { ...tags };
  }

  async facts(): Promise<BucketFacts> {
    return this.settings;
  }

  async isOwnedBy(account: string): Promise<boolean> {
    return account === this.owner;
  }

  async sha256Of(key: string, versionId?: string): Promise<string | undefined> {
    const body = this.keepsChecksums ? this.find(key, versionId)?.body : undefined;
    return body && createHash('sha256').update(body).digest('hex');
  }

  /** Puts text there as a person with the AWS console would. */
  put(key: string, body: string, metadata: Record<string, string> = {}): StoredObject {
    return this.store(key, Buffer.from(body), metadata);
  }

  async text(key: string, versionId?: string): Promise<string> {
    return Buffer.from(await this.read(key, versionId, 0, Infinity)).toString('utf8');
  }

  /** Another bucket that begins with what is in this one. */
  fork(): MemoryBucket {
    const fork = new MemoryBucket();
    fork.clock = this.clock;
    for (const [key, versions] of this.objects)
      fork.objects.set(
        key,
        versions.map((version) => ({ ...version })),
      );
    return fork;
  }

  versionCount(): number {
    return [...this.objects.values()].reduce((sum, versions) => sum + versions.length, 0);
  }

  /** The moment that the next version will carry, but for a second. */
  now(): Date {
    return new Date(this.clock);
  }

  private existing(key: string, versionId?: string): Version {
    const version = this.find(key, versionId);
    if (version === undefined) throw new Error(`no such version of ${key}`);
    return version;
  }

  private find(key: string, versionId?: string): Version | undefined {
    const versions = this.objects.get(key) ?? [];
    const found = versionId === undefined ? versions[0] : versions.find((one) => one.versionId === versionId);
    return found?.isDeleteMarker ? undefined : found;
  }

  protected async write(
    key: string,
    body: Uint8Array,
    metadata: Record<string, string>,
    condition?: WriteCondition,
  ): Promise<WriteResult> {
    await this.beforeWrite(key);
    const fault = this.fault(key);
    if (fault === 'lost-before') throw new Error('connection reset');
    const current = this.find(key);
    const holds =
      condition === undefined ||
      (condition.kind === 'absent' ? current === undefined : current?.etag === condition.etag);
    if (!holds && fault !== 'condition-ignored') return { outcome: 'conflict' };
    const written = this.store(key, body, metadata);
    if (fault === 'lost-after') throw new Error('connection reset');
    if (fault === 'conflict-after') return { outcome: 'conflict' };
    return { outcome: 'written', versionId: written.versionId, etag: written.etag };
  }

  private store(key: string, body: Uint8Array, metadata: Record<string, string>): Version {
    const version: Version = {
      key,
      versionId: randomUUID(),
      etag: `"${createHash('md5').update(body).digest('hex')}"`,
      size: body.length,
      lastModified: new Date((this.clock += this.tick())),
      metadata,
      body,
      isDeleteMarker: false,
      tags: {},
    };
    this.objects.set(key, [version, ...(this.objects.get(key) ?? [])]);
    return version;
  }
}
