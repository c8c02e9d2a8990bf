import { S3Client } from '@aws-sdk/client-s3';
import { silent } from '../silent';
import { timeouts } from '../timeouts';
import type { Interruptible, MultipartRule } from './multipart';

/** Where a bucket is. What is absent, the AWS SDK takes from its own variables and files. */
export interface BucketAddress {
  bucket: string;
  region?: string;
  /** For a server that is not AWS; otherwise AWS_ENDPOINT_URL_S3 and AWS_ENDPOINT_URL say it. */
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  /** The profile of the AWS SDK's files whose credentials are used, whatever its variables say. */
  profile?: string;
  /** Told of every request that goes out, a repeated one each time, by its name in S3's API: `HeadObject`. */
  onRequest?: (operation: string) => void;
  /** Milliseconds that a connection may be still while an answer is due; 30,000 when absent. */
  idleTimeout?: number;
  /** Whether the caller verifies what it reads, so that the SDK need not do so as well. */
  verifiesContent?: boolean;
  /** When objects are written in parts; by what the server is when absent. */
  multipart?: MultipartRule;
  /** Versions that are listed with one request where several keys are asked for; 1,000 when absent, the most of S3. */
  pageSize?: number;
  /** What reports an interruption while parts are sent: they are removed then. */
  interruptible?: Interruptible;
}

/** Whether a server that is not AWS was named. */
export function isForeign(address: Pick<BucketAddress, 'endpoint'>): boolean {
  return endpointOf(address) !== undefined;
}

/** The server that is not AWS; nothing for AWS. */
export function endpointOf({ endpoint }: Pick<BucketAddress, 'endpoint'>): string | undefined {
  return endpoint || process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL || undefined;
}

/** Milliseconds that a server may put parts together. */
const timeoutMs = 15 * 60_000;

/** The same for what a server works on before it answers. */
export function createPatientClient(address: Partial<BucketAddress>): S3Client {
  return createClient({ ...address, idleTimeout: address.idleTimeout ?? timeoutMs });
}

export function createClient(address: Partial<BucketAddress>): S3Client {
  const { region, endpoint, credentials, profile, onRequest, idleTimeout, verifiesContent } = address;
  const client = new S3Client({
    region,
    logger: silent,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(profile === undefined ? {} : { profile }),
    requestHandler: timeouts(idleTimeout),
    ...(verifiesContent ? { responseChecksumValidation: 'WHEN_REQUIRED' as const } : {}),
    // S3-compatible servers have no DNS name per bucket, and some refuse or corrupt the checksums that the SDK adds by itself
    // (https://github.com/aws/aws-sdk-js-v3/issues/6810). Uploads carry a SHA-256 of our own everywhere.
    ...(isForeign(address)
      ? {
          forcePathStyle: true,
          requestChecksumCalculation: 'WHEN_REQUIRED' as const,
          responseChecksumValidation: 'WHEN_REQUIRED' as const,
        }
      : {}),
  });
  if (onRequest !== undefined) {
    client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          onRequest(commandName?.replace(/Command$/, '') ?? 'unknown');
          return next(args);
        },
      // Behind the SDK's own retries, so that each try counts.
      { step: 'finalizeRequest', name: 'tellRequest', priority: 'low' },
    );
  }
  return client;
}
