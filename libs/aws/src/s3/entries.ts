import type { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { LocalFile } from '@sluice/release';
import { errorCode, httpStatus } from '../failures/classify';
import { explain } from '../failures/explain';
import { type BucketAddress, createClient, createPatientClient, isForeign } from './client';
import { conditionHeaders, resultOf } from './conditional-write';
import { awsRule, type MultipartRule, otherRule } from './multipart';
import { awsRanges, getInRanges, type GetRange, type Opened, type RangeRule } from './get-in-ranges';
import { putFile } from './put-file';
import { putInParts } from './put-in-parts';

/** Milliseconds that a connection may be still. A build waits for this, so it is less than for a release. */
const idleTimeout = 8_000;

export interface EntriesAddress extends BucketAddress {
  /** How large objects are read; by what the server is when absent. */
  ranges?: RangeRule;
}

/** Objects of a bucket that are written once and read as a whole: what the cache of builds keeps its entries in. */
export class S3Entries {
  private readonly client: S3Client;
  private patient: S3Client | undefined;
  private readonly rule: MultipartRule;
  /** Absent: an object is read with one request. */
  private readonly ranges: RangeRule | undefined;

  constructor(private readonly address: EntriesAddress) {
    this.client = createClient(address);
    this.ranges = address.ranges ?? (isForeign(address) ? undefined : awsRanges);
    this.rule = address.multipart ?? (isForeign(address) ? otherRule : awsRule);
  }

  /** Resolves as soon as the first bytes are there; to nothing where the key does not exist. */
  async open(key: string, abortSignal: AbortSignal): Promise<Opened | undefined> {
    const get: GetRange = (Range, IfMatch, signal = abortSignal) => {
      const command = new GetObjectCommand({ Bucket: this.address.bucket, Key: key, Range, IfMatch });
      return this.client.send(command, { abortSignal: signal });
    };
    const { ranges } = this;
    try {
      if (ranges !== undefined) return await getInRanges(get, ranges);
      const { ContentLength: size = 0, Metadata: metadata = {}, Body } = await get(undefined, undefined);
      return { size, metadata, body: Body as Readable };
    } catch (error) {
      // Unlike the answer to HEAD, this one tells a missing bucket from a missing key.
      if (httpStatus(error) === 404 && errorCode(error) !== 'NoSuchBucket') return undefined;
      throw this.asUserFacing(error, `read ${key}`);
    }
  }

  async put(key: string, file: LocalFile, Metadata: Record<string, string>): Promise<'stored' | 'exists'> {
    const target = {
      Bucket: this.address.bucket,
      Key: key,
      ContentType: 'application/gzip',
      Metadata,
      ...conditionHeaders({ kind: 'absent' }),
    };
    try {
      const { outcome } = await resultOf({ kind: 'absent' }, () =>
        file.size > this.rule.upload.above
          ? putInParts(this.writer, file, target)
          : putFile(this.client, file, target),
      );
      return outcome === 'written' ? 'stored' : 'exists';
    } catch (error) {
      throw this.asUserFacing(error, `write ${key}`);
    }
  }

  /** Ends what is under way, and the connections that are kept alive. */
  close(): void {
    this.client.destroy();
    this.patient?.destroy();
  }

  private get writer() {
    const { client, address } = this;
    const patient = (this.patient ??= createPatientClient({ ...address, idleTimeout: undefined }));
    return { client, patient, interruptible: address.interruptible, rule: this.rule.upload };
  }

  private asUserFacing(error: unknown, doing: string) {
    return explain(error, doing, `The bucket "${this.address.bucket}"`);
  }
}

/** Opens them; nothing is asked of the bucket yet. */
export function openEntries(address: EntriesAddress): S3Entries {
  return new S3Entries({ idleTimeout, verifiesContent: true, ...address });
}
