import { mkdirSync, readFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { copyFile, link, open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { syncFolder, temporaryPath, writeDurably } from '../../disk/durable';
import { s3Errors } from '../errors';
import { BucketFolders } from './bucket-folders';
import type { VersionEntry } from './key-folder';
import * as files from './key-folder';
import type { VersionDraft, VersionRecord } from './version-record';
import { nullVersion } from './version-record';

/** A version whose bytes can be read, even when it is deleted in the meantime. */
export interface OpenedVersion {
  record: VersionRecord;
  /** The file that holds the bytes. It never changes, but it goes when the version is deleted. */
  path: string;
  /** Bytes `start` up to and including `end`; the whole object by default. To be called once. */
  stream(start?: number, end?: number): Readable;
  /** To be called in any case; it ends a stream that is still being read. */
  close(): Promise<void>;
}

export interface NewVersionEvent {
  bucket: string;
  record: VersionRecord;
}

/** Looks at the key's newest version, under the lock, and throws to refuse the write. */
export type Guard = (newest: VersionRecord | undefined) => void;

/**
 * Versioned objects in a folder. Nothing is kept in memory, and every change is one rename under a lock that spans
 * processes, so any number of them may open the same folder.
 */
export class ObjectStore {
  readonly buckets: BucketFolders;
  private readonly listeners = new Set<(event: NewVersionEvent) => void>();

  constructor(readonly folder: string) {
    this.buckets = new BucketFolders(folder);
  }

  /** Called after each version that this very store commits; other processes' versions need polling. */
  onNewVersion(listener: (event: NewVersionEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * What a plain GET would find: nothing when there is no version or the newest is a delete marker.
   * @throws ServiceError NoSuchBucket.
   */
  currentVersion(bucket: string, key: string): VersionRecord | undefined {
    this.buckets.read(bucket);
    return this.listedVersion(bucket, key);
  }

  /** As {@link currentVersion}, in a bucket that is known to be there: a listing asks for thousands. */
  listedVersion(bucket: string, key: string): VersionRecord | undefined {
    const newest = files.newestRecord(this.buckets.keyFolder(bucket, key));
    return newest?.deleteMarker ? undefined : newest;
  }

  /** The newest version, delete markers too. @throws ServiceError NoSuchBucket. */
  newestVersion(bucket: string, key: string): VersionRecord | undefined {
    this.buckets.read(bucket);
    return files.newestRecord(this.buckets.keyFolder(bucket, key));
  }

  version(bucket: string, key: string, versionId: string): VersionRecord | undefined {
    this.buckets.read(bucket);
    const folder = this.buckets.keyFolder(bucket, key);
    const entry = files.findEntry(folder, versionId);
    return entry && files.readRecord(folder, entry);
  }

  /** Newest first. */
  versionEntries(bucket: string, key: string): VersionEntry[] {
    return files.versionEntries(this.buckets.keyFolder(bucket, key));
  }

  recordOf(bucket: string, key: string, entry: VersionEntry): VersionRecord | undefined {
    return files.readRecord(this.buckets.keyFolder(bucket, key), entry);
  }

  /** @throws ServiceError NoSuchBucket, NoSuchVersion. */
  async openVersion(bucket: string, key: string, versionId: string): Promise<OpenedVersion> {
    this.buckets.read(bucket);
    const folder = this.buckets.keyFolder(bucket, key);
    for (;;) {
      const entry = files.findEntry(folder, versionId);
      const record = entry && files.readRecord(folder, entry);
      if (!entry || record?.deleteMarker) throw s3Errors.noSuchVersion(key, versionId);
      const path = files.dataPath(folder, entry);
      const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
        // A null version may be replaced between two steps; then its successor is what is wanted.
        if (error.code === 'ENOENT' && files.findEntry(folder, versionId)?.stem !== entry.stem)
          return undefined;
        throw error;
      });
      if (record && handle) return opened(record, path, handle);
      await handle?.close();
    }
  }

  /** A second name for a version's bytes in the temporary folder, to be handed to {@link commit}. */
  async stageCopy(source: OpenedVersion): Promise<string> {
    const path = temporaryPath(this.buckets.temporary);
    // Bytes never change once written, so two versions may share them.
    try {
      await link(source.path, path).catch(() => copyFile(source.path, path));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return path;
  }

  /**
   * Makes staged bytes the newest version of a key.
   * @param staged a finished, synced file in the temporary folder; it is moved.
   * @throws ServiceError NoSuchBucket, or what the guard throws.
   */
  async commit(
    bucket: string,
    key: string,
    draft: VersionDraft,
    staged: string,
    guard?: Guard,
    afterwards?: () => Promise<void>,
  ): Promise<VersionRecord> {
    const record = await this.buckets.locked(bucket, async () => {
      const written = await this.add(bucket, key, { ...draft, deleteMarker: false }, staged, guard);
      await afterwards?.();
      return written;
    });
    this.announce(bucket, record);
    return record;
  }

  /** What DELETE without a version does: a delete marker, or in a bucket that was never versioned, nothing left. */
  async deleteCurrent(bucket: string, key: string, guard?: Guard): Promise<VersionRecord | undefined> {
    return this.buckets.locked(bucket, async () => {
      if (this.buckets.read(bucket).versioning !== 'never') {
        return this.add(bucket, key, deleteMarker, undefined, guard);
      }
      const folder = this.buckets.keyFolder(bucket, key);
      guard?.(files.newestRecord(folder));
      await this.removeEntry(bucket, key, files.findEntry(folder, nullVersion));
      return undefined;
    });
  }

  /** Removes one version for good; returns what it was. */
  async deleteVersion(bucket: string, key: string, versionId: string): Promise<VersionRecord | undefined> {
    return this.buckets.locked(bucket, async () => {
      const record = this.version(bucket, key, versionId);
      await this.removeEntry(bucket, key, files.findEntry(this.buckets.keyFolder(bucket, key), versionId));
      return record;
    });
  }

  /** Changes a version in place, as S3 lets tags be changed. @throws ServiceError NoSuchVersion. */
  async replaceTags(bucket: string, record: VersionRecord, tags: Record<string, string>): Promise<void> {
    const { key, versionId } = record;
    await this.buckets.locked(bucket, async () => {
      const folder = this.buckets.keyFolder(bucket, key);
      const entry = files.findEntry(folder, versionId);
      if (!entry) throw s3Errors.noSuchVersion(key, versionId);
      const text = readFileSync(files.recordPath(folder, entry), 'utf8');
      const changed = { ...(JSON.parse(text) as VersionRecord), tags };
      await writeDurably(files.recordPath(folder, entry), JSON.stringify(changed), this.buckets.temporary);
    });
  }

  /** Removes bytes without a record, which processes left that were killed in the middle of a write. */
  async sweep(): Promise<void> {
    for (const { name } of this.buckets.list()) {
      await this.buckets.locked(name, async () => {
        for (const key of this.buckets.keys(name))
          await files.sweepKeyFolder(this.buckets.keyFolder(name, key));
      });
    }
  }

  private async add(
    bucket: string,
    key: string,
    content: VersionDraft & { deleteMarker: boolean },
    staged: string | undefined,
    guard: Guard | undefined,
  ): Promise<VersionRecord> {
    const { versioning } = this.buckets.read(bucket);
    const folder = this.buckets.keyFolder(bucket, key);
    guard?.(files.newestRecord(folder));
    mkdirSync(folder, { recursive: true });
    const sequence = await files.sweepKeyFolder(folder);
    const versionId = versioning === 'Enabled' ? files.newVersionId() : nullVersion;
    const lastModified = new Date().toISOString();
    const record: VersionRecord = { ...content, format: 1, key, versionId, lastModified };
    const entry = { stem: files.stemOf(sequence + 1, versionId) };
    const data = files.dataPath(folder, entry);
    try {
      await writeDurably(files.recordPath(folder, entry), JSON.stringify(record), this.buckets.temporary, {
        // The bytes come to their place last but one: there is room for the record by then.
        beforeIt: async () => void (staged !== undefined && (await rename(staged, data))),
      });
    } catch (error) {
      await rm(data, { force: true });
      await this.buckets.removeIfEmpty(bucket, key);
      throw error;
    }
    await syncFolder(folder);
    if (versionId === nullVersion) await files.sweepKeyFolder(folder);
    return record;
  }

  private async removeEntry(bucket: string, key: string, entry: VersionEntry | undefined): Promise<void> {
    if (!entry) return;
    const folder = this.buckets.keyFolder(bucket, key);
    await rm(files.recordPath(folder, entry), { force: true });
    await rm(files.dataPath(folder, entry), { force: true });
    await syncFolder(folder);
    await this.buckets.removeIfEmpty(bucket, key);
  }

  private announce(bucket: string, record: VersionRecord): void {
    for (const listener of this.listeners) listener({ bucket, record });
  }
}

function opened(record: VersionRecord, path: string, handle: FileHandle): OpenedVersion {
  let stream: Readable | undefined;
  return {
    record,
    path,
    stream: (start = 0, end = record.size - 1) => {
      // A file's stream cannot be told to read nothing.
      if (end < start) return Readable.from([]);
      return (stream = handle.createReadStream({ start, end, highWaterMark: 256 * 1024 }));
    },
    close: async () => {
      // The stream owns the handle; closing a handle that a stream holds would wait for ever.
      if (stream) stream.destroy();
      else await handle.close();
    },
  };
}

const deleteMarker: VersionDraft & { deleteMarker: boolean } = {
  deleteMarker: true,
  etag: '',
  size: 0,
  headers: {},
  metadata: {},
  tags: {},
  storageClass: 'STANDARD',
};
