import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type {
  Bucket,
  BucketFacts,
  BucketReceiver,
  ListedObject,
  LocalFile,
  ObjectVersion,
  Relative,
  ReleaseBucket,
  RemovalFailure,
  StoredObject,
  WriteCondition,
  WriteResult,
} from '@sluice/release';
import { explain } from '../failures/explain';
import { readFacts } from './bucket-facts';
import { createClient, createPatientClient, endpointOf, isForeign, type BucketAddress } from './client';
import { isOwnedBy, sha256Of } from './inspection';
import { conditionHeaders, resultOf } from './conditional-write';
import { composedParts, leastPart } from './composed-parts';
import { copyObject } from './copy-object';
import { getSmall } from './get-small';
import { headObject } from './head-object';
import { onServerHeader } from './server-name';
import { awsRule, type MultipartRule, otherRule, type PartsWriter } from './multipart';
import { listObjects } from './list-objects';
import { readTags, writeTags } from './object-tags';
import { putFile } from './put-file';
import { type Composition, putInParts } from './put-in-parts';
import { putText } from './put-text';
import { receiveObject } from './receive-object';
import { removeAll } from './remove-all';
import { listVersions, listVersionsBelow, listVersionsOf } from './versions';

const contentType = 'application/zip';

/** A bucket of S3, or of a server that speaks its protocol. */
export class S3Bucket implements ReleaseBucket, BucketReceiver {
  wasAsked = false;
  private patientClient: S3Client | undefined;
  private serverSoftware: string | undefined;

  constructor(
    private readonly client: S3Client,
    readonly name: string,
    readonly isAws: boolean,
    private readonly multipart: MultipartRule = isAws ? awsRule : otherRule,
    private readonly address: Partial<BucketAddress> = {},
  ) {
    onServerHeader(client, (name) => {
      this.serverSoftware = name ?? this.serverSoftware;
      this.wasAsked = true;
    });
  }

  get server(): string {
    return endpointOf(this.address) ?? 'AWS';
  }

  /** Known of AWS, and of the local cloud, which says who it is. */
  get honorsConditions(): boolean {
    return this.isAws || this.isLocalCloud;
  }

  private get isLocalCloud(): boolean {
    return this.serverSoftware === 'sluice-local-cloud';
  }

  async versioning(): Promise<'enabled' | 'suspended' | 'never'> {
    const answer = await this.ask('read the versioning', () =>
      this.client.send(new GetBucketVersioningCommand({ Bucket: this.name })),
    );
    if (answer.Status === 'Enabled') return 'enabled';
    return answer.Status === 'Suspended' ? 'suspended' : 'never';
  }

  head(key: string, versionId?: string): Promise<StoredObject | undefined> {
    return this.ask(`read ${key}`, () => headObject(this.client, this.object(key, versionId)));
  }

  upload(
    key: string,
    file: LocalFile,
    metadata: Record<string, string>,
    condition?: WriteCondition,
    relative?: Relative,
  ): Promise<WriteResult> {
    const target = this.target(key, metadata, condition);
    return this.ask(`write ${key}`, () =>
      resultOf(condition, async () => {
        const composition = relative && (await this.compositionOf(file, relative));
        return composition || file.size > this.multipart.upload.above
          ? putInParts(this.writer('upload'), file, target, composition)
          : putFile(this.client, file, target);
      }),
    );
  }

  copy(
    from: Pick<StoredObject, 'key' | 'versionId' | 'etag' | 'size'>,
    to: string,
    metadata: Record<string, string>,
    condition?: WriteCondition,
  ): Promise<WriteResult> {
    return this.ask(`copy ${from.key} to ${to}`, () =>
      resultOf(condition, () => copyObject(this.writer('copy'), from, this.target(to, metadata, condition))),
    );
  }

  receive(
    from: { bucket: Bucket; object: StoredObject },
    to: string,
    metadata: Record<string, string>,
    condition?: WriteCondition,
  ): Promise<WriteResult> {
    const doing = `copy ${from.object.key} from the bucket "${from.bucket.name}"`;
    const receiver = {
      server: this.server,
      hasOwnCredentials: this.address.profile !== undefined,
      copy: this.writer('copy'),
      upload: this.writer('upload'),
    };
    const target = this.target(to, metadata, condition);
    return this.ask(doing, () =>
      resultOf(condition, () =>
        receiveObject(receiver, from, target, (error) => explain(error, doing, this.resource)),
      ),
    );
  }

  versions(key: string, limit = Infinity): Promise<ObjectVersion[]> {
    return this.ask(`list the versions of ${key}`, () => listVersions(this.client, this.name, key, limit));
  }

  versionsOf(keys: readonly string[], limit: number): Promise<ObjectVersion[][]> {
    return this.ask(`list the versions of ${keys.join(', ')}`, () =>
      listVersionsOf(this.client, this.name, keys, limit, this.address.pageSize),
    );
  }

  async *versionsBelow(prefix: string, delimiter?: '/'): AsyncIterable<ObjectVersion> {
    try {
      yield* listVersionsBelow(this.client, this.name, prefix, delimiter);
    } catch (error) {
      throw explain(error, `list the versions below ${prefix}`, this.resource);
    }
  }

  async *list(prefix: string, delimiter?: '/'): AsyncIterable<ListedObject> {
    try {
      yield* listObjects(this.client, this.name, prefix, delimiter);
    } catch (error) {
      throw explain(error, `list ${prefix}`, this.resource);
    }
  }

  read(key: string, versionId: string | undefined, start: number, end: number): Promise<Uint8Array> {
    return this.ask(`read ${key}`, async () => {
      if (end <= start) return new Uint8Array();
      const answer = await this.client.send(
        new GetObjectCommand({
          Bucket: this.name,
          Key: key,
          VersionId: versionId,
          Range: `bytes=${start}-${end - 1}`,
        }),
      );
      return (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
    });
  }

  get(key: string, most: number): Promise<{ object: StoredObject; bytes: Uint8Array } | undefined> {
    return this.ask(`read ${key}`, async () => {
      const found = await getSmall(this.client, this.name, key, most);
      if (found !== 'empty') return found;
      const object = await this.head(key);
      return object && { object, bytes: new Uint8Array() };
    });
  }

  putText(key: string, text: string, condition?: WriteCondition): Promise<WriteResult> {
    return this.ask(`write ${key}`, () =>
      resultOf(condition, () =>
        putText(this.client, { Bucket: this.name, Key: key, ...conditionHeaders(condition) }, text),
      ),
    );
  }

  remove(key: string, versionId?: string): Promise<void> {
    return this.ask(`delete ${key}`, async () => {
      await this.client.send(new DeleteObjectCommand({ Bucket: this.name, Key: key, VersionId: versionId }));
    });
  }

  removeAll(keys: readonly string[]): Promise<RemovalFailure[]> {
    return this.ask(`delete ${keys.length} objects`, () =>
      removeAll(this.client, this.name, keys, (key) => this.remove(key)),
    );
  }

  tags(key: string, versionId?: string): Promise<Record<string, string>> {
    return this.ask(`read the tags of ${key}`, () => readTags(this.client, this.object(key, versionId)));
  }

  setTags(key: string, tags: Record<string, string>, versionId?: string): Promise<void> {
    return this.ask(`tag ${key}`, () => writeTags(this.client, this.object(key, versionId), tags));
  }

  facts(): Promise<BucketFacts> {
    const { client, name: bucket, isAws } = this;
    return readFacts({ client, bucket, isAws }, (error, doing) => explain(error, doing, this.resource));
  }

  isOwnedBy(account: string): Promise<boolean> {
    return this.ask('read the owner', () => isOwnedBy(this.client, this.name, account));
  }

  sha256Of(key: string, versionId?: string): Promise<string | undefined> {
    return this.ask(`read the checksum of ${key}`, () =>
      sha256Of(this.client, { Bucket: this.name, Key: key, VersionId: versionId }),
    );
  }

  /** Ends the connections that are kept alive, so that a process can end. */
  close(): void {
    this.client.destroy();
    this.patientClient?.destroy();
  }

  private object(key: string, versionId: string | undefined) {
    return { Bucket: this.name, Key: key, VersionId: versionId };
  }

  private target(key: string, metadata: Record<string, string>, condition: WriteCondition | undefined) {
    const conditions = conditionHeaders(condition);
    return { Bucket: this.name, Key: key, ContentType: contentType, Metadata: metadata, ...conditions };
  }

  /** Nothing where it is faster, or safer, to send all bytes. */
  private async compositionOf(
    file: LocalFile,
    { object, shared }: Relative,
  ): Promise<Composition | undefined> {
    const compose = this.multipart.compose ?? (this.isLocalCloud ? awsRule.compose : undefined);
    if (compose === undefined || file.size <= compose.above || object.size <= leastPart) return undefined;
    // Without a version, the object might be another one by now.
    if (object.versionId === undefined) return undefined;
    const ranges = await shared().catch(() => []);
    const parts = composedParts(file.size, ranges, compose.part);
    return parts && { object, parts };
  }

  private writer(kind: 'upload' | 'copy'): PartsWriter {
    const { client, address } = this;
    const patient = (this.patientClient ??= createPatientClient(address));
    return { client, patient, interruptible: address.interruptible, rule: this.multipart[kind] };
  }

  private get resource(): string {
    return `The bucket "${this.name}"`;
  }

  private async ask<T>(doing: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw explain(error, doing, this.resource);
    }
  }
}

/** Opens a bucket; nothing is asked of it yet. */
export function openBucket(address: BucketAddress): S3Bucket {
  const { bucket, multipart } = address;
  return new S3Bucket(createClient(address), bucket, !isForeign(address), multipart, address);
}
