import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, temporaryPath, writeDurably } from '../../disk/durable';
import type { ChecksumAlgorithm, ChecksumType } from '../checksums/algorithms';
import { s3Errors } from '../errors';
import type { BucketFolders } from './bucket-folders';
import type { Intake } from './intake';
import type { ObjectAttributes, VersionRecord } from './version-record';

/** A multipart upload that has begun. */
export interface UploadRecord extends ObjectAttributes {
  uploadId: string;
  key: string;
  /** ISO 8601. */
  initiated: string;
  checksumAlgorithm?: ChecksumAlgorithm;
  checksumType?: ChecksumType;
}

export interface PartRecord {
  number: number;
  /** Bytes. */
  size: number;
  /** Lower-case hex. */
  md5: string;
  checksum: { algorithm: ChecksumAlgorithm; value: string };
  /** ISO 8601. */
  lastModified: string;
  /** File name beside the record. */
  data: string;
}

/** Multipart uploads in progress: `uploads/<upload id>/upload.json`, and per part one record that commits its bytes. */
export class Uploads {
  constructor(private readonly buckets: BucketFolders) {}

  async create(bucket: string, upload: Omit<UploadRecord, 'uploadId' | 'initiated'>): Promise<UploadRecord> {
    const record = {
      ...upload,
      uploadId: randomBytes(24).toString('hex'),
      initiated: new Date().toISOString(),
    };
    await this.buckets.locked(bucket, async () => {
      this.buckets.read(bucket);
      const folder = this.folder(bucket, record.uploadId);
      mkdirSync(folder, { recursive: true });
      try {
        await writeDurably(join(folder, 'upload.json'), JSON.stringify(record), this.buckets.temporary);
      } catch (error) {
        await rm(folder, { recursive: true, force: true });
        throw error;
      }
      await syncFolder(folder);
    });
    return record;
  }

  /** @throws ServiceError NoSuchBucket, NoSuchUpload. */
  read(bucket: string, key: string, uploadId: string): UploadRecord {
    this.buckets.read(bucket);
    const record = /^[0-9a-f]{48}$/.test(uploadId)
      ? readJson<UploadRecord>(join(this.folder(bucket, uploadId), 'upload.json'))
      : undefined;
    if (record?.key !== key) throw s3Errors.noSuchUpload(uploadId);
    return record;
  }

  /** In key order, then by age. */
  list(bucket: string): UploadRecord[] {
    this.buckets.read(bucket);
    return namesIn(this.buckets.uploadsFolder(bucket))
      .flatMap((uploadId) => readJson<UploadRecord>(join(this.folder(bucket, uploadId), 'upload.json')) ?? [])
      .sort((a, b) => (a.key === b.key ? order(a.initiated, b.initiated) : order(a.key, b.key)));
  }

  /** Makes staged bytes a part; a part of the same number is replaced. */
  async putPart(
    bucket: string,
    upload: UploadRecord,
    number: number,
    intake: Intake,
    algorithm: ChecksumAlgorithm,
  ): Promise<PartRecord> {
    const name = partName(number);
    const part: PartRecord = {
      number,
      size: intake.size,
      md5: intake.md5,
      checksum: { algorithm, value: intake.checksum },
      lastModified: new Date().toISOString(),
      data: `${name}-${randomBytes(8).toString('hex')}.data`,
    };
    await this.buckets.locked(bucket, async () => {
      this.read(bucket, upload.key, upload.uploadId);
      const folder = this.folder(bucket, upload.uploadId);
      const data = join(folder, part.data);
      try {
        await writeDurably(join(folder, `${name}.json`), JSON.stringify(part), this.buckets.temporary, {
          beforeIt: () => rename(intake.path, data),
        });
      } catch (error) {
        await rm(data, { force: true });
        throw error;
      }
      await syncFolder(folder);
      const replaced = namesIn(folder).filter((file) => file.startsWith(`${name}-`) && file !== part.data);
      for (const file of replaced) await rm(join(folder, file), { force: true });
    });
    return part;
  }

  /** By number. */
  parts(bucket: string, uploadId: string): PartRecord[] {
    const folder = this.folder(bucket, uploadId);
    return namesIn(folder)
      .filter((name) => /^part-\d{5}\.json$/.test(name))
      .sort()
      .flatMap((name) => readJson<PartRecord>(join(folder, name)) ?? []);
  }

  partPath(bucket: string, uploadId: string, part: PartRecord): string {
    return join(this.folder(bucket, uploadId), part.data);
  }

  /** Under the bucket's lock. */
  async remove(bucket: string, uploadId: string): Promise<void> {
    const doomed = temporaryPath(this.buckets.temporary);
    await mkdir(this.buckets.temporary, { recursive: true });
    await rename(this.folder(bucket, uploadId), doomed);
    await rm(doomed, { recursive: true, force: true });
  }

  /** @throws ServiceError NoSuchUpload. */
  async abort(bucket: string, key: string, uploadId: string): Promise<void> {
    await this.buckets.locked(bucket, async () => {
      this.read(bucket, key, uploadId);
      await this.remove(bucket, uploadId);
    });
  }

  private folder(bucket: string, uploadId: string): string {
    return join(this.buckets.uploadsFolder(bucket), uploadId);
  }
}

export function attributesIn(upload: UploadRecord): Pick<VersionRecord, keyof ObjectAttributes> {
  const { headers, metadata, tags, storageClass } = upload;
  return { headers, metadata, tags, storageClass };
}

function partName(number: number): string {
  return `part-${String(number).padStart(5, '0')}`;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
