import { type CompletedPart, UploadPartCopyCommand } from '@aws-sdk/client-s3';
import type { BegunUpload, MultipartTarget, PartsWriter } from './multipart';

/** Bytes of one exact version of an object; `end` exclusive. */
export interface CopiedRange {
  CopySource: string;
  CopySourceIfMatch: string;
  start: number;
  end: number;
}

/**
 * Copies bytes of an object into a part of another one, inside S3.
 * @returns ETag and checksums of the part, as S3 tells them.
 */
export async function copyPart(
  { patient }: PartsWriter,
  { start, end, ...source }: CopiedRange,
  PartNumber: number,
  { Bucket, Key }: MultipartTarget,
  { UploadId, abortSignal }: BegunUpload,
): Promise<CompletedPart> {
  const command = new UploadPartCopyCommand({
    Bucket,
    Key,
    UploadId,
    PartNumber,
    ...source,
    CopySourceRange: `bytes=${start}-${end - 1}`,
  });
  const { CopyPartResult = {} } = await patient.send(command, { abortSignal });
  return CopyPartResult;
}
