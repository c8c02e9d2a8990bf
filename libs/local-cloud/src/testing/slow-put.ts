import { request } from 'node:http';
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { LocalCloud } from '../open';
import { signedHeaders } from './signed-request';

/**
 * Sends a PutObject whose last byte waits until `finish`. Resolves when the server has begun to take the body in.
 */
export async function startSlowPut(
  cloud: LocalCloud,
  bucket: string,
  key: string,
  body: string,
  headers: Record<string, string>,
): Promise<{ finish(): Promise<{ code?: string; status: number }> }> {
  const url = new URL(`${cloud.endpoint}/${bucket}/${key}`);
  const hash = createHash('sha256').update(body).digest('hex');
  const all = { ...headers, 'content-length': String(body.length), 'x-amz-content-sha256': hash };
  const outgoing = request(url, { method: 'PUT', headers: await signedHeaders(cloud, 'PUT', url, all) });
  const answered = new Promise<{ code?: string; status: number }>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      let text = '';
      response.on('data', (piece) => (text += piece));
      response.on('end', () =>
        resolve({ code: /<Code>(\w+)</.exec(text)?.[1], status: response.statusCode ?? 0 }),
      );
    });
  });
  outgoing.write(body.slice(0, -1));
  await temporaryFileGrows(cloud);
  return {
    finish: () => {
      outgoing.end(body.slice(-1));
      return answered;
    },
  };
}

async function temporaryFileGrows(cloud: LocalCloud): Promise<void> {
  const { readdir } = await import('node:fs/promises');
  while ((await readdir(`${cloud.folder}/tmp`)).length === 0) await delay(2);
}
