/** One object, or one version of it, with the user metadata that was written beside it. */
export interface StoredObject {
  key: string;
  /** Absent on a bucket without versioning. */
  versionId?: string;
  /** Quoted, as S3 gives it. It says "same bytes by the same upload", never "same content": compare digests. */
  etag: string;
  /** Bytes. */
  size: number;
  lastModified: Date;
  /** User metadata, keys in lower case, values still percent-encoded. */
  metadata: Readonly<Record<string, string>>;
}

/** An entry of an object's version list. S3 lists no user metadata: `head` a version to read it. */
export interface ObjectVersion {
  key: string;
  versionId?: string;
  etag: string;
  /** Bytes; 0 for a delete marker. */
  size: number;
  lastModified: Date;
  isLatest: boolean;
  isDeleteMarker: boolean;
}

export interface ListedObject {
  key: string;
  etag: string;
  /** Bytes. */
  size: number;
  lastModified: Date;
}

/** What must hold of the key's current version for a write to happen. */
export type WriteCondition = { kind: 'absent' } | { kind: 'unchanged'; etag: string };

/**
 * `conflict` means that the bucket refused the condition (S3: 412, 409, or 404 for If-Match on a missing key).
 * It can be a false alarm: an SDK that retries after a lost response meets its own first write
 * (https://github.com/aws/aws-sdk-java-v2/issues/6580). Whoever writes tells them apart by `deploy-id`.
 */
export type WriteResult = { outcome: 'written'; versionId?: string; etag: string } | { outcome: 'conflict' };

export interface LocalFile {
  /** Absolute path. */
  path: string;
  /** Bytes. */
  size: number;
  /** Lower-case hex. */
  sha256: string;
}

/** Bytes `start` up to, not including, `end` of a file, which an object most likely has from `from` on. */
export interface SharedRange {
  start: number;
  end: number;
  from: number;
}

/** An object that most likely has much of a file that is to be uploaded. */
export interface Relative {
  object: Pick<StoredObject, 'key' | 'versionId' | 'etag' | 'size'>;
  /** In the order of the file. Called where it may pay to copy them inside the server; whether the bytes are the same is proved then. */
  shared(): Promise<readonly SharedRange[]>;
}

/**
 * A setting of the bucket, or why it could not be read. Roles that may publish and promote need not be allowed to
 * read these, so that one refusal must not hide the others.
 */
export type BucketFact<T> = { isKnown: true; value: T } | { isKnown: false; error: Error };

/** How the bucket is set up, for `doctor`. */
export interface BucketFacts {
  /** The AWS region it is in; nothing where the server is not AWS and takes requests for the region in use. */
  region: BucketFact<string | undefined>;
  /** The default encryption as S3 names it: AES256, aws:kms, aws:kms:dsse; nothing when there is none. */
  encryption: BucketFact<string | undefined>;
  /** Whether all four switches of its public access block are on. */
  blocksPublicAccess: BucketFact<boolean>;
  /** Whether it sends its events to EventBridge. */
  sendsEvents: BucketFact<boolean>;
  /** The server's clock minus this machine's, in milliseconds; as coarse as an HTTP date, one second. */
  clockOffset: BucketFact<number>;
}

/** A key that was not deleted among others that were. */
export interface RemovalFailure {
  key: string;
  /** One clause, as the server gave it. */
  why: string;
}

/** The bucket that pipelines watch. Every method rejects with a {@link UserFacingError} when it cannot answer. */
export interface Bucket {
  readonly name: string;
  /** What tells servers apart: buckets of one server can be copied between. */
  readonly server?: string;
  /** The bucket that this key is kept in, where that can be another. */
  nameOf?(key: string): string;
  /** Whether the server is known to honor conditions on writes; otherwise whoever must know has to try it. */
  readonly honorsConditions?: boolean;
  /** @param of a key: of the bucket that it is kept in. */
  versioning(of?: string): Promise<'enabled' | 'suspended' | 'never'>;
  /** Resolves to nothing when the key, or its current version, does not exist. */
  head(key: string, versionId?: string): Promise<StoredObject | undefined>;
  /** @param relative what of the file may be copied inside the server instead of being sent. */
  upload(
    key: string,
    file: LocalFile,
    metadata: Record<string, string>,
    condition?: WriteCondition,
    relative?: Relative,
  ): Promise<WriteResult>;
  /** Copies one exact version inside the bucket; the metadata given replaces the source's. */
  copy(
    from: Pick<StoredObject, 'key' | 'versionId' | 'etag' | 'size'>,
    to: string,
    metadata: Record<string, string>,
    condition?: WriteCondition,
  ): Promise<WriteResult>;
  /** Newest first; `limit` entries at the most. */
  versions(key: string, limit?: number): Promise<ObjectVersion[]>;
  /**
   * The same for several keys of one folder, with fewer requests than one for each; absent where that is not possible.
   * @returns in the order of the keys.
   */
  versionsOf?(keys: readonly string[], limit: number): Promise<ObjectVersion[][]>;
  /** Objects whose key starts with `prefix`, in key order; with `delimiter`, nothing below it. */
  list(prefix: string, delimiter?: '/'): AsyncIterable<ListedObject>;
  /** Bytes `start` up to, not including, `end` of one version. */
  read(key: string, versionId: string | undefined, start: number, end: number): Promise<Uint8Array>;
  /**
   * What is under a key and its first `most` bytes, with one request: for holds and other small texts. Resolves to
   * nothing when the key does not exist.
   */
  get(key: string, most: number): Promise<{ object: StoredObject; bytes: Uint8Array } | undefined>;
  /** Puts a small text there: a hold, a probe. */
  putText(key: string, text: string, condition?: WriteCondition): Promise<WriteResult>;
  /**
   * Hides the key behind a delete marker; with a version id, deletes that version for ever. What is gone already is
   * no error.
   */
  remove(key: string, versionId?: string): Promise<void>;
  /**
   * Hides many keys behind delete markers, up to 1,000 with each request where the server can.
   * @returns those that it would not delete, and why; the others are done.
   */
  removeAll(keys: readonly string[]): Promise<RemovalFailure[]>;
  /**
   * The object tags of one version, or of the current one; none where it does not exist. They change without making a
   * new version.
   */
  tags(key: string, versionId?: string): Promise<Record<string, string>>;
  /** Replaces all of them. S3 allows 10, of letters, digits, spaces and `+ - = . _ : / @`. */
  setTags(key: string, tags: Record<string, string>, versionId?: string): Promise<void>;
  /**
   * The SHA-256 that the server keeps of all bytes of one version, or of the current one, in lowercase hex; nothing where
   * it keeps none, as of an object that was uploaded in parts.
   */
  sha256Of(key: string, versionId?: string): Promise<string | undefined>;
  /** @param of a key: of the bucket that it is kept in. */
  facts(of?: string): Promise<BucketFacts>;
}

/** What lists the versions of many keys at once, deleted ones among them: for whoever must know all that there was. */
export interface VersionedListing {
  /** In key order, of each key newest first; with `delimiter`, nothing below it. */
  versionsBelow(prefix: string, delimiter?: '/'): AsyncIterable<ObjectVersion>;
}

/** What only a check of the setup asks. */
export interface BucketInspection {
  /** Whether the server is AWS's own S3, which honors conditions and keeps checksums. */
  readonly isAws: boolean;
  /**
   * Whether the bucket belongs to this AWS account (12 digits).
   * @param of a key: the bucket that it is kept in.
   */
  isOwnedBy(account: string, of?: string): Promise<boolean>;
}

/** What operations work with. */
export interface ReleaseBucket extends Bucket, VersionedListing, BucketInspection {
  /** Whether the server has answered yet, and so is known; absent: it is. */
  readonly wasAsked?: boolean;
}

/** What takes objects of other buckets in. */
export interface BucketReceiver {
  /**
   * Copies one exact version from another bucket: inside the server where it serves both and lets these credentials
   * read there, otherwise by streaming the bytes.
   */
  receive(
    from: { bucket: Bucket; object: StoredObject },
    to: string,
    metadata: Record<string, string>,
    condition?: WriteCondition,
  ): Promise<WriteResult>;
}

/** The name of the bucket that a key is kept in. */
export function bucketOf(bucket: Bucket, key: string): string {
  return bucket.nameOf?.(key) ?? bucket.name;
}

/** The newest versions of several keys, with fewer requests than one for each where the bucket can. */
export async function versionsOf(
  bucket: Bucket,
  keys: readonly string[],
  limit: number,
): Promise<ObjectVersion[][]> {
  if (bucket.versionsOf !== undefined) return bucket.versionsOf(keys, limit);
  return Promise.all(keys.map((key) => bucket.versions(key, limit)));
}
