import {
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketNotificationConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { BucketFact, BucketFacts } from '@sluice/release';
import { classify, errorCode } from '../failures/classify';

type Explain = (error: unknown, doing: string) => Error;

/** S3's names for buckets whose location is older than regions are. */
const oldNames: Record<string, string> = { '': 'us-east-1', EU: 'eu-west-1' };

/** Reads how a bucket is set up. Each setting has a permission of its own, so each may be refused by itself. */
export async function readFacts(
  { client, bucket, isAws }: { client: S3Client; bucket: string; isAws: boolean },
  explain: Explain,
): Promise<BucketFacts> {
  const Bucket = bucket;
  const fact = async <T>(doing: string, read: () => Promise<T>): Promise<BucketFact<T>> => {
    try {
      return { isKnown: true, value: await read() };
    } catch (error) {
      return { isKnown: false, error: explain(error, doing) };
    }
  };
  const [region, encryption, blocksPublicAccess, sendsEvents, clockOffset] = await Promise.all([
    fact('read the location', () => readRegion(client, bucket, isAws)),
    fact('read the encryption', () =>
      unlessAbsent('ServerSideEncryptionConfigurationNotFoundError', undefined, async () => {
        const answer = await client.send(new GetBucketEncryptionCommand({ Bucket }));
        const [rule] = answer.ServerSideEncryptionConfiguration?.Rules ?? [];
        return rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
      }),
    ),
    fact('read the public access block', () =>
      unlessAbsent('NoSuchPublicAccessBlockConfiguration', false, async () => {
        const { PublicAccessBlockConfiguration: block = {} } = await client.send(
          new GetPublicAccessBlockCommand({ Bucket }),
        );
        const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } = block;
        return [BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets].every(Boolean);
      }),
    ),
    fact('read the notifications', async () => {
      const answer = await client.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
      return answer.EventBridgeConfiguration !== undefined;
    }),
    fact('read the clock', () => readClockOffset(client, bucket)),
  ]);
  return { region, encryption, blocksPublicAccess, sendsEvents, clockOffset };
}

/**
 * A server of another region does not answer, but says where the bucket is. One that is not AWS answers with any word,
 * such as Ceph's `default`, and took the region that the request was signed for: that is no region to set anywhere.
 */
async function readRegion(client: S3Client, bucket: string, isAws: boolean): Promise<string | undefined> {
  try {
    const command = new GetBucketLocationCommand({ Bucket: bucket });
    const { LocationConstraint: location = '' } = await client.send(command);
    const region = oldNames[location] ?? location;
    if (!isAws) return undefined;
    if (!isRegion(region)) throw new Error('the response has no AWS region');
    return region;
  } catch (error) {
    const { headers = {} } = (error as { $response?: { headers?: Record<string, string> } }).$response ?? {};
    const told = headers['x-amz-bucket-region'];
    if (told !== undefined && isRegion(told) && classify(error) === 'wrong-region') return told;
    throw error;
  }
}

/** `us-east-1`, `us-gov-west-1`, `us-iso-east-1`. */
function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/.test(text);
}

async function unlessAbsent<T>(code: string, otherwise: T, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (errorCode(error) === code) return otherwise;
    throw error;
  }
}

/** The SDK corrects for a skewed clock silently, so the date is taken from the answer itself. */
async function readClockOffset(client: S3Client, bucket: string): Promise<number> {
  const command = new HeadBucketCommand({ Bucket: bucket });
  let date: string | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      date = (result.response as { headers?: Record<string, string> }).headers?.date;
      return result;
    },
    { step: 'deserialize', name: 'readDate', priority: 'low' },
  );
  await client.send(command);
  const server = Date.parse(date ?? '');
  if (Number.isNaN(server)) throw new Error('the response has no date');
  return server - Date.now();
}
