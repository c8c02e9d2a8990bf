import { CopyObjectCommand, type CopyObjectCommandInput } from '@aws-sdk/client-s3';
import { copyPart } from './copy-part';
import { partsOf, type PartsWriter, type SendPart, writeInParts } from './multipart';

export type CopyTarget = Pick<
  CopyObjectCommandInput,
  'Bucket' | 'Key' | 'ContentType' | 'Metadata' | 'IfMatch' | 'IfNoneMatch'
>;

/** Copies one exact version inside a bucket, or from another one, with other metadata; a large one in parts. */
export async function copyObject(
  writer: PartsWriter,
  from: { bucket?: string; key: string; versionId?: string; etag: string; size: number },
  target: CopyTarget,
): Promise<{ VersionId?: string; ETag?: string }> {
  const source = copySource(from, target.Bucket);
  if (from.size > writer.rule.above) return copyInParts(writer, source, from.size, target);
  const answer = await writer.patient.send(
    new CopyObjectCommand({
      ...target,
      ...source,
      MetadataDirective: 'REPLACE',
      // The default would drag tags such as a rejection along, and ask for tagging permissions.
      TaggingDirective: 'REPLACE',
    }),
  );
  return { VersionId: answer.VersionId, ETag: answer.CopyObjectResult?.ETag };
}

/** One exact version as S3's headers name it; `bucket` where it names none. */
export function copySource(
  from: { bucket?: string; key: string; versionId?: string; etag: string },
  bucket = '',
): { CopySource: string; CopySourceIfMatch: string } {
  const version = from.versionId === undefined ? '' : `?versionId=${encodeURIComponent(from.versionId)}`;
  const path = [from.bucket ?? bucket, ...from.key.split('/')].map(encodeURIComponent).join('/');
  return { CopySource: `${path}${version}`, CopySourceIfMatch: from.etag };
}

/** No tag and no metadata comes along this way. */
function copyInParts(
  writer: PartsWriter,
  source: { CopySource: string; CopySourceIfMatch: string },
  size: number,
  target: CopyTarget,
): Promise<{ VersionId?: string; ETag?: string }> {
  const send: SendPart = async ({ number, start, end }, upload) => ({
    sent: copyPart(writer, { ...source, start, end }, number, target, upload),
  });
  return writeInParts(writer, { ...target, ChecksumAlgorithm: 'SHA256' }, partsOf(size, writer.rule), send);
}
