import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  PutObjectCommand,
  type PutObjectCommandInput,
  type PutObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { LocalFile } from '@sluice/release';
import { explain } from '../failures/explain';

const attempts = 3;

/**
 * Streams a file into one object. The SDK never repeats a request whose body is a stream, so the repeating is done
 * here, each time from the start of the file.
 * @throws {NodeJS.ErrnoException} when the file cannot be read.
 */
export async function putFile(
  client: S3Client,
  file: LocalFile,
  input: PutObjectCommandInput,
): Promise<PutObjectCommandOutput> {
  for (let attempt = 1; ; attempt += 1) {
    const body = createReadStream(file.path);
    const unreadable = new AbortController();
    // The SDK listens to no error of a body. Unheard, it ends the process, also where the request has ended by then and the
    // file was removed before it was opened.
    body.on('error', () => unreadable.abort());
    try {
      const command = signedPut(file, { ...input, Body: body });
      return await client.send(command, { abortSignal: unreadable.signal });
    } catch (error) {
      if (body.errored) throw body.errored;
      if (attempt === attempts || !explain(error, 'write', 'The bucket').isPassing) throw error;
      await sleep(2 ** attempt * 100 * (0.5 + Math.random()));
    } finally {
      body.destroy();
    }
  }
}

/** The digest is known beforehand, so the payload itself is signed and needs no chunked trailer. */
function signedPut(file: LocalFile, input: PutObjectCommandInput): PutObjectCommand {
  const command = new PutObjectCommand({
    ...input,
    ContentLength: file.size,
    ChecksumSHA256: Buffer.from(file.sha256, 'hex').toString('base64'),
  });
  command.middlewareStack.add(knownPayload(file.sha256), knownPayloadStep);
  return command;
}

export const knownPayloadStep = { step: 'build', name: 'signKnownPayload' } as const;

/** Signs a request by the SHA-256 (hex) of its body, which is known. */
export function knownPayload(sha256: string) {
  return <Args extends { request: unknown }, Answer>(next: (args: Args) => Promise<Answer>) =>
    (args: Args): Promise<Answer> => {
      (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256;
      return next(args);
    };
}
