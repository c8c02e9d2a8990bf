import { GetObjectTaggingCommand, PutObjectTaggingCommand, type S3Client } from '@aws-sdk/client-s3';
import { errorCode, httpStatus } from '../failures/classify';

/** One object, or one version of it. */
interface TaggedObject {
  Bucket: string;
  Key: string;
  VersionId: string | undefined;
}

/**
 * @returns no tags where the key does not exist.
 * @throws the SDK's error for all else, for a bucket that does not exist too.
 */
export async function readTags(client: S3Client, object: TaggedObject): Promise<Record<string, string>> {
  try {
    const { TagSet = [] } = await client.send(new GetObjectTaggingCommand(object));
    return Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
  } catch (error) {
    if (httpStatus(error) === 404 && errorCode(error) !== 'NoSuchBucket') return {};
    throw error;
  }
}

/** Replaces all tags of the object. */
export async function writeTags(
  client: S3Client,
  object: TaggedObject,
  tags: Record<string, string>,
): Promise<void> {
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await client.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet } }));
}
