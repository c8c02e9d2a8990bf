import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';

const mebibyte = 2 ** 20;

/** When an object is written in parts. All in bytes. */
export interface MultipartRule {
  /** Objects above this size. */
  above: number;
  /** The least size of a part; S3 takes none below 5 MiB but the last. */
  part: number;
}

/**
 * S3 takes 5 GiB with one PutObject or CopyObject (Amazon S3 endpoints and quotas), and serves several requests for parts
 * faster than one for all.
 */
export const awsRule: MultipartRule = { above: 64 * mebibyte, part: 16 * mebibyte };

/** On one machine several requests are no faster than one, and the server must put the parts together. */
export const otherRule: MultipartRule = { above: 5 * 2 ** 30 - 1, part: 64 * mebibyte };

/** S3 takes 10,000 parts. */
const mostParts = 9_000;
const atATime = 4;

/** Where it goes, and under which condition. */
export type MultipartTarget = CreateMultipartUploadCommandInput & { IfMatch?: string; IfNoneMatch?: string };

/** A range of the object: `number` from 1, `end` exclusive. */
export interface Part {
  number: number;
  start: number;
  end: number;
}

export function partsOf(size: number, { part: least }: MultipartRule): Part[] {
  const length = Math.max(least, Math.ceil(size / mostParts));
  return Array.from({ length: Math.ceil(size / length) }, (_, index) => ({
    number: index + 1,
    start: index * length,
    end: Math.min(size, (index + 1) * length),
  }));
}

/**
 * Writes one object in parts, some at a time. Nothing is seen of it before all are there: the condition is looked at
 * then. A failure removes what was sent.
 * @param send begins to send one part, and resolves to a promise of its being there: called for one part after the other.
 * @param check throws where the parts, all sent, are not what they should be.
 */
export async function writeInParts(
  client: S3Client,
  { IfMatch, IfNoneMatch, ...target }: MultipartTarget,
  parts: readonly Part[],
  send: (part: Part, uploadId: string) => Promise<{ sent: Promise<CompletedPart> }>,
  check: () => void = () => undefined,
): Promise<{ VersionId?: string; ETag?: string }> {
  const { Bucket, Key } = target;
  const { UploadId = '' } = await client.send(new CreateMultipartUploadCommand(target));
  try {
    const completed = await sendAll(parts, (part) => send(part, UploadId));
    check();
    return await client.send(
      new CompleteMultipartUploadCommand({
        Bucket,
        Key,
        UploadId,
        IfMatch,
        IfNoneMatch,
        MultipartUpload: { Parts: completed },
      }),
    );
  } catch (error) {
    // Whoever may write may not be allowed to do this; then the bucket's own rule removes them.
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => undefined);
    throw error;
  }
}

/** Ends when no request is open any more, so that none writes after a failure. */
async function sendAll(
  parts: readonly Part[],
  send: (part: Part) => Promise<{ sent: Promise<CompletedPart> }>,
): Promise<CompletedPart[]> {
  const completed: CompletedPart[] = [];
  const open = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for (const part of parts) {
    while (open.size >= atATime) await Promise.race(open);
    if (failures.length > 0) break;
    const { sent } = await send(part).catch((error: unknown) => ({ sent: Promise.reject(error) }));
    const ending: Promise<void> = sent
      .then(
        (one) => void (completed[part.number - 1] = { ...one, PartNumber: part.number }),
        (error: unknown) => void failures.push(error),
      )
      .finally(() => open.delete(ending));
    open.add(ending);
  }
  await Promise.all(open);
  if (failures.length > 0) throw failures[0];
  return completed;
}
