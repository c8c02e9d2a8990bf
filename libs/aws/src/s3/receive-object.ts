import { createHash, hash } from 'node:crypto';
import { PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import type { Bucket, StoredObject } from '@sluice/release';
import type { AwsFailure } from '../failures/aws-failure';
import { copyObject, type CopyTarget } from './copy-object';
import { partsOf, type PartsWriter, type SendPart, writeInParts } from './multipart';

export interface Received {
  bucket: Bucket;
  object: StoredObject;
}

/** Who receives, and what it knows of its server. */
export interface Receiver {
  server: string;
  /** Whether it has credentials of its own: those of the other bucket may read there, and these not. */
  hasOwnCredentials: boolean;
  copy: PartsWriter;
  upload: PartsWriter;
}

/** Copies an object of another bucket inside the server, or else streams its bytes through this machine. */
export async function receiveObject(
  { server, hasOwnCredentials, copy, upload }: Receiver,
  { bucket, object }: Received,
  target: CopyTarget,
  toUserFacingError: (error: unknown) => AwsFailure,
): Promise<{ VersionId?: string; ETag?: string }> {
  if (bucket.server !== server) return streamObject(upload, { bucket, object }, target);
  try {
    return await copyObject(copy, { ...object, bucket: bucket.name }, target);
  } catch (error) {
    if (!hasOwnCredentials || toUserFacingError(error).kind !== 'access-denied') throw error;
    return streamObject(upload, { bucket, object }, target);
  }
}

/** Each request carries the SHA-256 of the bytes that were read. */
async function streamObject(
  writer: PartsWriter,
  { bucket, object }: Received,
  target: CopyTarget,
): Promise<{ VersionId?: string; ETag?: string }> {
  const { client, rule } = writer;
  const { key, versionId, size } = object;
  if (size <= rule.part) {
    const Body = await bucket.read(key, versionId, 0, size);
    const ChecksumSHA256 = createHash('sha256').update(Body).digest('base64');
    return client.send(new PutObjectCommand({ ...target, Body, ChecksumSHA256 }));
  }
  const { Bucket, Key } = target;
  const send: SendPart = async ({ number: PartNumber, start, end }, { UploadId, abortSignal }) => {
    const Body = await bucket.read(key, versionId, start, end);
    const ChecksumSHA256 = hash('sha256', Body, 'base64');
    const command = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ChecksumSHA256 });
    const sent = client.send(command, { abortSignal });
    return { sent: sent.then((part) => ({ ETag: part.ETag, ChecksumSHA256: part.ChecksumSHA256 })) };
  };
  return writeInParts(writer, { ...target, ChecksumAlgorithm: 'SHA256' }, partsOf(size, rule), send);
}
