import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cache } from './cache';
import { isTaskHash, workspaceDataName } from './entry';

export interface CacheServer {
  /** `http://127.0.0.1:40123`, for NX_SELF_HOSTED_REMOTE_CACHE_SERVER. */
  url: string;
  /** For NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN. */
  token: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  port?: number;
  token?: string;
  /** The commit that is checked out, where it is known; to `describe` files, also nothing where they differ from it. */
  commit?(use: 'find' | 'describe'): Promise<string | undefined>;
}

/**
 * Serves a cache by Nx's protocol for a remote cache of one's own (https://nx.dev/docs/kb/self-hosted-caching): `GET`
 * and `PUT /v1/cache/<hash>`. `GET /v1/outcomes` is ours, and answers with the
 * {@link Outcome} of each hash that was asked for. So is `/v1/workspace-data`: the entry with what Nx has found out about
 * the files of the commit that is checked out.
 *
 * Nx fails the whole run at any status that it does not expect, such as a 502 (https://github.com/nrwl/nx/issues/36107):
 * it takes 200 and 404 for GET, and 200, 403 and 409 for PUT. So what goes wrong behind this server is a 404 or a 403.
 * @param cache or what opens it; a request waits for that.
 */
export async function serveCache(
  cache: Cache | (() => Promise<Cache>),
  { port = 0, token = randomBytes(32).toString('base64url'), commit }: ServeOptions = {},
): Promise<CacheServer> {
  const opened = typeof cache === 'function' ? cache : () => Promise.resolve(cache);
  const server = createServer((request, response) => {
    // Without listeners, a client that hangs up in the middle would end the process.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    void answer({ opened, token, commit }, request, response);
  });
  // An entry of some gigabytes takes longer than Node's default of five minutes allows.
  server.requestTimeout = 0;
  // A client that reuses a connection just as the server closes it sees a reset: the longer, the rarer.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, token, close: () => closeServer(server) };
}

async function answer(
  { opened, token, commit }: Pick<ServeOptions, 'commit'> & { opened(): Promise<Cache>; token: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url = '' } = request;
  try {
    if (!isAuthorized(request, token)) {
      response.setHeader('www-authenticate', 'Bearer');
      return refuse(response, 401, 'The access token is missing or wrong.');
    }
    if (url === '/v1/outcomes' && method === 'GET') return sendOutcomes(await opened(), response);
    const hash = await entryOf({ method, url }, commit);
    if (hash === undefined) return refuse(response, 404, 'There is nothing at this address.');
    if (!isTaskHash(hash)) return refuse(response, 400, 'This is not the hash of a task.');
    if (method === 'GET') return await sendEntry(await opened(), hash, response);
    if (method === 'PUT') return await takeEntry(await opened(), hash, request, response);
    response.setHeader('allow', 'GET, PUT');
    return refuse(response, 405, `${method} is not supported here.`);
  } catch {
    // Whatever it is, the build goes on; the cache itself has told what it could not do.
    if (response.headersSent) response.destroy();
    else refuse(response, method === 'PUT' ? 403 : 404, 'The cache is not available.');
  } finally {
    // A body that nobody read would keep the client from reading the answer.
    request.resume();
  }
}

/** The entry that an address names. */
async function entryOf(
  { method, url }: { method: string; url: string },
  commitOf: ServeOptions['commit'],
): Promise<string | undefined> {
  if (url !== '/v1/workspace-data') return /^\/v1\/cache\/([^/?]*)$/.exec(url)?.[1];
  const commit = await commitOf?.(method === 'PUT' ? 'describe' : 'find');
  return commit && workspaceDataName(commit);
}

async function sendEntry(cache: Cache, hash: string, response: ServerResponse): Promise<void> {
  const entry = await cache.fetch(hash);
  if (entry === undefined) return refuse(response, 404, 'There is no entry for this hash.');
  // Removed before it is sent, so that nothing stays behind however the sending ends.
  const file = await open(entry.file.path).finally(() => entry.release());
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': entry.file.size,
  });
  await sendFile(file, response);
}

/** Pieces that are on their way at the same time, and the bytes of each. */
const pieces = 4;
const pieceBytes = 2 ** 19;

/** Through a few buffers that are filled again once they are sent: a stream of the file would make a new one each time. */
async function sendFile(file: FileHandle, response: ServerResponse): Promise<void> {
  const gone = new Promise<void>((resolve) => response.once('close', resolve));
  const ring = Array.from({ length: pieces }, () => ({
    buffer: Buffer.allocUnsafe(pieceBytes),
    sent: Promise.resolve(),
  }));
  try {
    for (let turn = 0; !response.destroyed; turn += 1) {
      const piece = ring[turn % pieces]!;
      await piece.sent;
      const { bytesRead } = await file.read(piece.buffer, 0, pieceBytes, null);
      if (bytesRead === 0) break;
      const sent = new Promise<void>((resolve) => {
        response.write(piece.buffer.subarray(0, bytesRead), () => resolve());
      });
      piece.sent = Promise.race([sent, gone]);
    }
    response.end();
  } finally {
    await file.close();
  }
}

async function takeEntry(
  cache: Cache,
  hash: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const length = request.headers['content-length'];
  const outcome = await cache.store(hash, request, length === undefined ? undefined : Number(length));
  if (outcome === 'stored') response.writeHead(200).end();
  else if (outcome === 'exists') refuse(response, 409, 'There is an entry for this hash; it stays.');
  else refuse(response, 403, cache.isReadOnly ? 'This cache is read-only here.' : 'It was not stored.');
}

function sendOutcomes({ outcomes }: Cache, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ outcomes }));
}

function isAuthorized({ headers }: IncomingMessage, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
