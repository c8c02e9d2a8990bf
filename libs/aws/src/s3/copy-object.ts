import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { type MultipartRule, partsOf, writeInParts } from './multipart';

export type CopyTarget = Pick<
  CopyObjectCommandInput,
  'Bucket' | 'Key' | 'ContentType' | 'Metadata' | 'IfMatch' | 'IfNoneMatch'
>;

/** Copies one exact version inside a bucket, with other metadata; a large one in parts. */
export async function copyObject(
  client: S3Client,
  from: { key: string; versionId?: string; etag: string; size: number },
  target: CopyTarget,
  rule: MultipartRule,
): Promise<{ VersionId?: string; ETag?: string }> {
  const version = from.versionId === undefined ? '' : `?versionId=${encodeURIComponent(from.versionId)}`;
  const path = [target.Bucket ?? '', ...from.key.split('/')].map(encodeURIComponent).join('/');
  const source = { CopySource: `${path}${version}`, CopySourceIfMatch: from.etag };
  if (from.size > rule.above) return copyInParts(client, source, from.size, target, rule);
  const answer = await client.send(
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

/** No tag and no metadata comes along this way. */
function copyInParts(
  client: S3Client,
  source: { CopySource: string; CopySourceIfMatch: string },
  size: number,
  target: CopyTarget,
  rule: MultipartRule,
): Promise<{ VersionId?: string; ETag?: string }> {
  const { Bucket, Key } = target;
  return writeInParts(client, target, partsOf(size, rule), async ({ number, start, end }, UploadId) => {
    const command = new UploadPartCopyCommand({
      Bucket,
      Key,
      UploadId,
      PartNumber: number,
      ...source,
      CopySourceRange: `bytes=${start}-${end - 1}`,
    });
    // ETag, and whichever checksum S3 has of the part.
    return { sent: client.send(command).then(({ CopyPartResult = {} }) => CopyPartResult) };
  });
}
