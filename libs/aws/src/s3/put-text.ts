import { createHash } from 'node:crypto';
import {
  PutObjectCommand,
  type PutObjectCommandInput,
  type PutObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';

/** Puts one JSON text. It carries a SHA-256, so that no server can keep other bytes than these. */
export function putText(
  client: S3Client,
  input: PutObjectCommandInput,
  text: string,
): Promise<PutObjectCommandOutput> {
  return client.send(
    new PutObjectCommand({
      ...input,
      Body: text,
      ContentType: 'application/json',
      ChecksumSHA256: createHash('sha256').update(text).digest('base64'),
    }),
  );
}
