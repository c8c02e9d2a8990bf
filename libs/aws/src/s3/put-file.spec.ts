import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { putFile } from './put-file';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'sluice-put-file-'))));
afterEach(() => rm(folder, { recursive: true }));

/** A file of one byte. */
const sha256 = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881';
const fileAt = (path: string) => ({ path, size: 1, sha256 });

const ignore = () => undefined;

async function put(path: string, answer: RequestListener): Promise<unknown> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    forcePathStyle: true,
    logger: { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  try {
    return await putFile(client, fileAt(path), { Bucket: 'bucket', Key: 'key' });
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
}

it('sends the file', async () => {
  const path = join(folder, 'x');
  await writeFile(path, 'x');
  let received = '';
  await put(path, (request, response) => {
    request.on('data', (chunk: Buffer) => (received += chunk.toString()));
    request.on('end', () => response.end());
  });
  expect(received).toBe('x');
});

it('rejects when the file is gone, and neither waits for its bytes nor ends the process', async () => {
  const uncaught = jest.fn();
  process.on('uncaughtException', uncaught);
  const putting = put(join(folder, 'gone'), (request, response) => {
    request.on('end', () => response.end()).resume();
  });
  await expect(putting).rejects.toMatchObject({ code: 'ENOENT' });
  process.off('uncaughtException', uncaught);
  expect(uncaught).not.toHaveBeenCalled();
});
