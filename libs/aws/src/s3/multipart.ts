import {
  AbortMultipartUploadCommand,
  type AbortMultipartUploadCommandInput,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { AwsFailure } from '../failures/aws-failure';

const mebibyte = 2 ** 20;

/** When one kind of write goes in parts, and how. Sizes in bytes. */
export interface PartsRule {
  /** Objects above this size. */
  above: number;
  /** The least size of a part; S3 takes none below 5 MiB but the last. */
  part: number;
  /** How many requests are open at the same time. */
  atATime: number;
}

export interface MultipartRule {
  /** Each open request holds one part in memory. */
  upload: PartsRule;
  copy: PartsRule;
  /** Uploads that may be put together of ranges of another object; absent: none. As `upload`, but for `part`: the most. */
  compose?: PartsRule;
}

/** What S3 takes with one PutObject or CopyObject (Amazon S3 endpoints and quotas). */
const mostAtOnce = 5 * 2 ** 30 - 1;

/**
 * S3 takes several requests for parts faster than one for all. A copy moves no bytes over the network, and one CopyObject
 * is all that a role with a condition on `s3:x-amz-copy-source` may do: the completion of a copy in parts names no source,
 * so IAM cannot tell it from an upload (Service Authorization Reference, condition keys of Amazon S3). So copies go in
 * parts only where S3 takes no other.
 */
export const awsRule: MultipartRule = {
  upload: { above: 64 * mebibyte, part: 16 * mebibyte, atATime: 4 },
  copy: { above: mostAtOnce, part: 128 * mebibyte, atATime: 4 },
  compose: { above: 50_000_000, part: 16 * mebibyte, atATime: 4 },
};

/**
 * On one machine several requests are no faster than one, and the server must put the parts together; some read all of
 * the source for each part of a copy.
 */
export const otherRule: MultipartRule = {
  upload: { above: mostAtOnce, part: 16 * mebibyte, atATime: 4 },
  copy: { above: mostAtOnce, part: 1024 * mebibyte, atATime: 1 },
};

/** S3 takes 10,000 parts. */
const mostParts = 9_000;

/** Where it goes, and under which condition. */
export type MultipartTarget = CreateMultipartUploadCommandInput & { IfMatch?: string; IfNoneMatch?: string };

/** A range of the object: `number` from 1, `end` exclusive. */
export interface Part {
  number: number;
  start: number;
  end: number;
}

export function partsOf(size: number, { part: least }: PartsRule): Part[] {
  const length = Math.max(least, Math.ceil(size / mostParts));
  return Array.from({ length: Math.ceil(size / length) }, (_, index) => ({
    number: index + 1,
    start: index * length,
    end: Math.min(size, (index + 1) * length),
  }));
}

/** Runs `work` with a signal that aborts when a person interrupts the process. */
export type Interruptible = <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

const uninterrupted: Interruptible = (work) => work(new AbortController().signal);

/** Who writes in parts. */
export interface PartsWriter {
  client: S3Client;
  /**
   * For what a server works on before it answers: it puts parts together, or copies. S3 sends white space in the meantime; other
   * servers are silent for as long as they take.
   */
  patient: S3Client;
  rule: PartsRule;
  /** Absent: an interruption ends the process as ever, and the parts stay until the bucket's own rule removes them. */
  interruptible?: Interruptible;
}

export interface BegunUpload {
  UploadId: string;
  abortSignal: AbortSignal;
}

/** Sends one part. It ends as soon as the signal aborts. */
export type SendPart = (part: Part, upload: BegunUpload) => Promise<{ sent: Promise<CompletedPart> }>;

/**
 * Writes one object in parts, some at a time. Nothing is seen of it before all are there: the condition is looked at
 * then. A failure or an interruption removes what was sent.
 * @param send begins to send one part, and resolves to a promise of its being there: called for one part after the other.
 * @param check throws where the parts, all sent, are not what they should be.
 * @throws {AwsFailure} when it is interrupted before all parts are there.
 */
export function writeInParts(
  { client, patient, rule, interruptible = uninterrupted }: PartsWriter,
  { IfMatch, IfNoneMatch, ...target }: MultipartTarget,
  parts: readonly Part[],
  send: SendPart,
  check: () => void = () => undefined,
): Promise<{ VersionId?: string; ETag?: string }> {
  const { Bucket, Key } = target;
  return interruptible(async (abortSignal) => {
    const { UploadId = '' } = await client.send(new CreateMultipartUploadCommand(target));
    try {
      const sending = (part: Part) => send(part, { UploadId, abortSignal });
      const completed = await sendAll(parts, rule.atATime, sending, abortSignal);
      check();
      return await patient.send(
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
      const left = await remove(client, { Bucket, Key, UploadId });
      throw abortSignal.aborted ? interrupted(Key, left) : error;
    }
  });
}

/** Whether parts may be left: who may write may not be allowed to do this. Then the bucket's own rule removes them. */
async function remove(
  client: S3Client,
  upload: AbortMultipartUploadCommandInput,
): Promise<'removed' | 'left'> {
  return client.send(new AbortMultipartUploadCommand(upload)).then(
    () => 'removed',
    () => 'left',
  );
}

function interrupted(key: string | undefined, parts: 'removed' | 'left'): AwsFailure {
  const aftermath =
    parts === 'removed'
      ? 'the uploaded parts are removed'
      : 'a lifecycle rule of the bucket removes the uploaded parts';
  return new AwsFailure(
    'interrupted',
    `The write of ${key} was interrupted; the object is unchanged.`,
    `Run it again; ${aftermath}.`,
  );
}

/** Ends when no request is open any more, so that none writes after a failure. */
async function sendAll(
  parts: readonly Part[],
  atATime: number,
  send: (part: Part) => Promise<{ sent: Promise<CompletedPart> }>,
  signal: AbortSignal,
): Promise<CompletedPart[]> {
  const completed: CompletedPart[] = [];
  const open = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for (const part of parts) {
    while (open.size >= atATime) await Promise.race(open);
    if (failures.length > 0 || signal.aborted) break;
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
  signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
  return completed;
}
