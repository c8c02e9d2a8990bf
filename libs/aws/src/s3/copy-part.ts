import { type CompletedPart, UploadPartCopyCommand } from '@aws-sdk/client-s3';
import type { BegunUpload, MultipartTarget, PartsWriter } from './multipart';

/**
 * Copies bytes of an object into a part of another one, inside S3.
 * @param part `sha256`, in hex, of the bytes that it must have.
 * @returns nothing where S3 does not say that the part has these bytes. A part of the same number takes its place.
 */
export async function copyPart(
  { patient }: PartsWriter,
  {
    range,
    ...source
  }: { CopySource: string; CopySourceIfMatch: string; range: { start: number; end: number } },
  { number, sha256 }: { number: number; sha256: string },
  { Bucket, Key }: MultipartTarget,
  { UploadId, abortSignal }: BegunUpload,
): Promise<CompletedPart | undefined> {
  const command = new UploadPartCopyCommand({
    Bucket,
    Key,
    UploadId,
    PartNumber: number,
    ...source,
    CopySourceRange: `bytes=${range.start}-${range.end - 1}`,
  });
  const { CopyPartResult: { ETag, ChecksumSHA256 } = {} } = await patient.send(command, { abortSignal });
  const expected = Buffer.from(sha256, 'hex').toString('base64');
  return ChecksumSHA256 === expected ? { ETag, ChecksumSHA256 } : undefined;
}
