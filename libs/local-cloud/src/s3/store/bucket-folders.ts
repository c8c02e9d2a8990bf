import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryPath, writeDurably } from '../../disk/durable';
import { withLock } from '../../disk/lock';
import { s3Errors } from '../errors';
import { versionEntries } from './key-folder';
import { compareKeys, isContinued, keyOf, keyPath } from './key-name';

export type Versioning = 'never' | 'Enabled' | 'Suspended';

export interface BucketRecord {
  name: string;
  /** ISO 8601. */
  createdAt: string;
  versioning: Versioning;
}

/** The buckets of a cloud's folder: `buckets/<name>/bucket.json`, `objects/`, `uploads/`. */
export class BucketFolders {
  readonly temporary: string;
  private readonly root: string;
  private readonly locks: string;

  constructor(folder: string) {
    this.root = join(folder, 'buckets');
    this.temporary = join(folder, 'tmp');
    this.locks = join(folder, 'locks');
    for (const path of [this.root, this.temporary, this.locks]) mkdirSync(path, { recursive: true });
  }

  /** @throws ServiceError NoSuchBucket. */
  read(name: string): BucketRecord {
    const record = this.find(name);
    if (!record) throw s3Errors.noSuchBucket(name);
    return record;
  }

  list(): BucketRecord[] {
    return readdirSync(this.root)
      .sort()
      .flatMap((name) => this.find(name) ?? []);
  }

  /** @throws ServiceError InvalidBucketName, BucketAlreadyOwnedByYou. */
  async create(name: string): Promise<void> {
    if (!isBucketName(name)) throw s3Errors.invalidBucketName(name);
    await this.locked(name, async () => {
      if (this.find(name)) throw s3Errors.bucketAlreadyOwnedByYou(name);
      mkdirSync(join(this.root, name, 'objects'), { recursive: true });
      await this.write({ name, createdAt: new Date().toISOString(), versioning: 'never' });
    });
  }

  async setVersioning(name: string, versioning: 'Enabled' | 'Suspended'): Promise<void> {
    await this.locked(name, () => this.write({ ...this.read(name), versioning }));
  }

  /** @throws ServiceError NoSuchBucket, BucketNotEmpty. */
  async delete(name: string): Promise<void> {
    await this.locked(name, async () => {
      this.read(name);
      if (this.keys(name).some((key) => this.hasVersions(name, key))) throw s3Errors.bucketNotEmpty(name);
      const doomed = temporaryPath(this.temporary);
      await rename(join(this.root, name), doomed);
      await rm(doomed, { recursive: true });
    });
  }

  /** Runs `work` while nobody else commits anything in this bucket. */
  locked<T>(name: string, work: () => Promise<T>): Promise<T> {
    return withLock(join(this.locks, `${isBucketName(name) ? name : '_'}.lock`), work);
  }

  keyFolder(bucket: string, key: string): string {
    return join(this.root, bucket, 'objects', keyPath(key));
  }

  uploadsFolder(bucket: string): string {
    return join(this.root, bucket, 'uploads');
  }

  /** Every key that has a version, in S3's order. */
  keys(bucket: string): string[] {
    return this.keysIn(join(this.root, bucket, 'objects'), []).sort(compareKeys);
  }

  /** Removes a key's folder when nothing is left in it, and the folders above that only led to it. */
  async removeIfEmpty(bucket: string, key: string): Promise<void> {
    const top = join(this.root, bucket, 'objects');
    try {
      for (let folder = this.keyFolder(bucket, key); folder !== top; folder = dirname(folder))
        await rmdir(folder);
    } catch {
      // Not empty.
    }
  }

  private hasVersions(bucket: string, key: string): boolean {
    return versionEntries(this.keyFolder(bucket, key)).length > 0;
  }

  private keysIn(folder: string, above: string[]): string[] {
    return readdirSync(folder).flatMap((name) =>
      isContinued(name) ? this.keysIn(join(folder, name), [...above, name]) : keyOf([...above, name]),
    );
  }

  private find(name: string): BucketRecord | undefined {
    if (!isBucketName(name)) return undefined;
    try {
      return JSON.parse(readFileSync(join(this.root, name, 'bucket.json'), 'utf8')) as BucketRecord;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  private write(record: BucketRecord): Promise<void> {
    return writeDurably(join(this.root, record.name, 'bucket.json'), JSON.stringify(record), this.temporary);
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !/^\d+(\.\d+){3}$/.test(name)
  );
}
