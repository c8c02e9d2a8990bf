import { createHash, hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { type CompletedPart, UploadPartCommand } from '@aws-sdk/client-s3';
import type { LocalFile, StoredObject } from '@sluice/release';
import { AwsFailure } from '../failures/aws-failure';
import type { ComposedPart } from './composed-parts';
import { copySource } from './copy-object';
import { copyPart } from './copy-part';
import {
  type BegunUpload,
  type MultipartTarget,
  partsOf,
  type PartsWriter,
  type SendPart,
  writeInParts,
} from './multipart';
import { knownPayload, knownPayloadStep } from './put-file';

/** The parts of a file, and the object that those with a `from` may be copied out of. */
export interface Composition {
  object: Pick<StoredObject, 'key' | 'versionId' | 'etag'>;
  parts: readonly ComposedPart[];
}

/**
 * Sends a file in parts. Each carries its own SHA-256, and the file must have the one that it had: S3 knows no SHA-256 of
 * the whole of an object in parts. A part that is copied must have, as S3 says, the SHA-256 of the bytes in the file; else, and
 * where the object that it is copied from is gone, it is sent.
 * @throws {AwsFailure} when the file is not what it was; nothing is written then.
 */
export async function putInParts(
  writer: PartsWriter,
  file: LocalFile,
  target: MultipartTarget,
  composition?: Composition,
): Promise<{ VersionId?: string; ETag?: string }> {
  const whole = createHash('sha256');
  const handle = await open(file.path, 'r');
  const parts = composition?.parts ?? partsOf(file.size, writer.rule);
  const source = composition && copySource(composition.object, target.Bucket);
  let mayCopy = true;
  let scratch = Buffer.alloc(0);
  const copyOrSend = async (part: ComposedPart, from: number, sha256: string, upload: BegunUpload) => {
    const length = part.end - part.start;
    const range = { ...source!, start: from, end: from + length };
    const copied = await copyPart(writer, range, part.number, target, upload).catch((error: unknown) => {
      if (upload.abortSignal.aborted) throw error;
      // The object is gone, say, or may not be read: so it is for the parts that follow.
      mayCopy = false;
    });
    // A part of the same number takes the place of one that S3 does not say has these bytes.
    if (copied?.ChecksumSHA256 === base64Of(sha256)) return copied;
    const bytes = await read(handle, part.start, Buffer.allocUnsafe(length));
    return sendPart(writer, part, { bytes, sha256 }, target, upload);
  };
  const send: SendPart = async (part: ComposedPart, upload) => {
    const { start, end, from } = part;
    const isCopied = source !== undefined && from !== undefined && mayCopy;
    // Of a part that is copied, only the hash is needed.
    if (isCopied && scratch.length < end - start) scratch = Buffer.allocUnsafe(end - start);
    const space = isCopied ? scratch.subarray(0, end - start) : Buffer.allocUnsafe(end - start);
    const bytes = await read(handle, start, space);
    whole.update(bytes);
    const sha256 = hash('sha256', bytes);
    if (isCopied) return { sent: copyOrSend(part, from, sha256, upload) };
    return { sent: sendPart(writer, part, { bytes, sha256 }, target, upload) };
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
    return await writeInParts(writer, { ...target, ChecksumAlgorithm: 'SHA256' }, parts, send, check);
  } finally {
    await handle.close();
  }
}

async function sendPart(
  { client }: PartsWriter,
  { number }: ComposedPart,
  { bytes, sha256 }: { bytes: Buffer; sha256: string },
  { Bucket, Key }: MultipartTarget,
  { UploadId, abortSignal }: BegunUpload,
): Promise<CompletedPart> {
  const command = new UploadPartCommand({
    Bucket,
    Key,
    UploadId,
    PartNumber: number,
    Body: bytes,
    ContentLength: bytes.length,
    ChecksumSHA256: base64Of(sha256),
  });
  command.middlewareStack.add(knownPayload(sha256), knownPayloadStep);
  const { ETag, ChecksumSHA256 } = await client.send(command, { abortSignal });
  return { ETag, ChecksumSHA256 };
}

const base64Of = (hex: string) => Buffer.from(hex, 'hex').toString('base64');

/** Fills `space`; the bytes are fewer where the file ends. */
async function read(handle: FileHandle, start: number, space: Buffer): Promise<Buffer> {
  let filled = 0;
  while (filled < space.length) {
    const { bytesRead } = await handle.read(space, filled, space.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return space.subarray(0, filled);
}
