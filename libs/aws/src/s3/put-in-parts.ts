import { createHash, hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { UploadPartCommand } from '@aws-sdk/client-s3';
import type { LocalFile } from '@sluice/release';
import { AwsFailure } from '../failures/aws-failure';
import { type MultipartTarget, type PartsWriter, type SendPart, writeInParts } from './multipart';
import { knownPayload, knownPayloadStep } from './put-file';

/**
 * Sends a file in parts. Each carries its own SHA-256, and the file must have the one that it had: S3 knows no SHA-256 of
 * the whole of an object in parts.
 * @throws {AwsFailure} when the file is not what it was; nothing is written then.
 */
export async function putInParts(
  writer: PartsWriter,
  file: LocalFile,
  target: MultipartTarget,
): Promise<{ VersionId?: string; ETag?: string }> {
  const { Bucket, Key } = target;
  const whole = createHash('sha256');
  const handle = await open(file.path, 'r');
  const send: SendPart = async ({ number, start, end }, { UploadId, abortSignal }) => {
    const bytes = await read(handle, start, end);
    whole.update(bytes);
    const sha256 = hash('sha256', bytes);
    const command = new UploadPartCommand({
      Bucket,
      Key,
      UploadId,
      PartNumber: number,
      Body: bytes,
      ContentLength: bytes.length,
      ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
    });
    command.middlewareStack.add(knownPayload(sha256), knownPayloadStep);
    const sent = writer.client.send(command, { abortSignal });
    return { sent: sent.then(({ ETag, ChecksumSHA256 }) => ({ ETag, ChecksumSHA256 })) };
  };
  const check = () => {
    if (whole.digest('hex') === file.sha256) return;
    throw new AwsFailure(
      'unexpected',
      `The archive ${file.path} changed while it was being uploaded.`,
      'Package again, and do not change the file until it is published.',
    );
  };
  try {
    return await writeInParts(writer, { ...target, ChecksumAlgorithm: 'SHA256' }, file.size, send, check);
  } finally {
    await handle.close();
  }
}

async function read(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(end - start);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
