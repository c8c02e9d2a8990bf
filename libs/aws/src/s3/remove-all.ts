import { DeleteObjectsCommand, type S3Client } from '@aws-sdk/client-s3';
import type { RemovalFailure } from '@sluice/release';
import { errorCode, httpStatus } from '../failures/classify';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const keysPerRequest = 1000;

/** Single deletions at a time, on a server that knows no others. */
const requestsAtOnce = 8;

/**
 * Puts delete markers over many keys. A server that does not know DeleteObjects, or will not have the checksum that the
 * SDK sends with it, is asked key by key.
 * @param removeOne how one key is deleted; what it throws is explained already.
 */
export async function removeAll(
  client: S3Client,
  bucket: string,
  keys: readonly string[],
  removeOne: (key: string) => Promise<void>,
): Promise<RemovalFailure[]> {
  const failures: RemovalFailure[] = [];
  for (let start = 0; start < keys.length; start += keysPerRequest) {
    const some = keys.slice(start, start + keysPerRequest);
    try {
      failures.push(...(await removeBatch(client, bucket, some)));
    } catch (error) {
      if (!isUnknownRequest(error)) throw error;
      failures.push(...(await removeEach(keys.slice(start), removeOne)));
      return failures;
    }
  }
  return failures;
}

async function removeBatch(client: S3Client, bucket: string, keys: string[]): Promise<RemovalFailure[]> {
  const { Errors = [] } = await client.send(
    new DeleteObjectsCommand({
      Bucket: bucket,
      Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true },
    }),
  );
  return Errors.map(({ Key = '', Code, Message }) => ({
    key: Key,
    why: [Code, Message?.replace(/\.$/, '')].filter(Boolean).join(': ') || 'no reason given by the server',
  }));
}

/** Each key with a request of its own; one that fails does not keep the others from being deleted. */
async function removeEach(
  keys: readonly string[],
  removeOne: (key: string) => Promise<void>,
): Promise<RemovalFailure[]> {
  const failures: RemovalFailure[] = [];
  const remaining = keys.values();
  const worker = async () => {
    for (const key of remaining) {
      await removeOne(key).catch((error: Error) =>
        failures.push({ key, why: error.message.replace(/\.$/, '') }),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(requestsAtOnce, keys.length) }, worker));
  return failures;
}

/** Not what AWS answers to a valid request: servers say in many ways that they do not know one. */
function isUnknownRequest(error: unknown): boolean {
  const status = httpStatus(error);
  if (status === 405 || status === 501) return true;
  const codes = ['InvalidRequest', 'InvalidArgument', 'InvalidDigest', 'MalformedXML', 'MissingContentMD5'];
  return status === 400 && [...codes, 'BadRequest', 'MissingContentLength'].includes(errorCode(error) ?? '');
}
