import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { connectLocalCloud } from '@sluice/local-cloud';

/** Every version of every key in the bucket of a local cloud's folder, newest first for each key. */
export async function versionsIn(folder: string): Promise<Record<string, string[]>> {
  const cloud = await connectLocalCloud({ folder });
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  try {
    const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: 'sluice-local' }));
    const found: Record<string, string[]> = {};
    for (const { Key = '', VersionId = '' } of Versions) (found[Key] ??= []).push(VersionId);
    return found;
  } finally {
    client.destroy();
    await cloud.close();
  }
}
