import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPipelines, openBucket, type S3Bucket } from './index';

const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };

let server: Server;
let bucket: S3Bucket | undefined;
const sockets = new Set<Socket>();

afterEach(async () => {
  bucket?.close();
  sockets.forEach((socket) => socket.destroy());
  sockets.clear();
  await new Promise((resolve) => server.close(resolve));
});

async function listen(
  started: Server,
): Promise<{ region: string; endpoint: string; credentials: typeof credentials }> {
  server = started;
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { region: 'eu-west-1', endpoint: `http://127.0.0.1:${port}`, credentials };
}

async function bucketAt(started: Server, idleTimeout: number): Promise<S3Bucket> {
  bucket = openBucket({ ...(await listen(started)), bucket: 'archives', idleTimeout });
  return bucket;
}

function archive(content: Buffer): { path: string; size: number; sha256: string; dispose(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-aws-'));
  const path = join(folder, 'archive.zip');
  writeFileSync(path, content);
  return {
    path,
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    dispose: () => rmSync(folder, { recursive: true }),
  };
}

const unanswered = {
  name: 'AwsFailure',
  kind: 'unreachable',
  message: 'The bucket "archives" cannot be reached: no response.',
};

describe('a server that takes the connection and never answers', () => {
  const mute = () => createServer((socket) => void socket.on('error', () => undefined).resume());

  it('fails what is read', async () => {
    await expect((await bucketAt(mute(), 100)).head('latest.zip')).rejects.toMatchObject(unanswered);
  });

  it('fails an upload', async () => {
    const file = archive(Buffer.from('content'));
    try {
      await expect((await bucketAt(mute(), 100)).upload('a.zip', file, {})).rejects.toMatchObject(unanswered);
    } finally {
      file.dispose();
    }
  });

  it('fails what is asked of a pipeline', async () => {
    const pipelines = openPipelines({ ...(await listen(mute())), idleTimeout: 100 });
    await expect(pipelines.executions('prod', 10)).rejects.toMatchObject({
      kind: 'unreachable',
      message: 'The pipeline "prod" cannot be reached: no response.',
    });
    await pipelines.close();
  });
});

it('fails an answer that stops in its midst', async () => {
  const stopping = createHttpServer((_, response) => {
    response.writeHead(206, { 'content-length': 1_000 }).write('the beginning');
  });
  const failing = (await bucketAt(stopping, 100)).read('a.zip', undefined, 0, 1_000);
  await expect(failing).rejects.toMatchObject(unanswered);
});

it('waits for an upload that takes long and continues all the time', async () => {
  const size = 16 * 1024 * 1024;
  const slowly = size / 2;
  const slow = createHttpServer((request, response) => {
    let read = 0;
    request.on('data', (chunk: Buffer) => {
      read += chunk.length;
      if (read > slowly) return;
      request.pause();
      setTimeout(() => request.resume(), 20);
    });
    request.on('end', () => response.writeHead(200, { etag: '"0123"' }).end());
  });
  const file = archive(Buffer.alloc(size, 'x'));
  try {
    const written = await (await bucketAt(slow, 1_500)).upload('a.zip', file, {});
    expect(written).toMatchObject({ outcome: 'written', etag: '"0123"' });
  } finally {
    file.dispose();
  }
});
