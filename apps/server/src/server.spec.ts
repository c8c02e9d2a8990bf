import { FailedError } from '@sluice/release';
import { connect as connectSocket } from 'node:net';
import { UnavailableError, unavailable } from './releases/unavailable';
import { runServer, type RunningServer } from './testing/running-server';
import { environments, published, sampleReleases } from './testing/sample-views';

let server: RunningServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server?.url}${path}`, { headers });

describe('healthz', () => {
  it('says which archive runs where', async () => {
    server = await runServer({
      identity: { commit: 'c'.repeat(40), digest: 'd'.repeat(64), environment: 'uat' },
    });
    const answer = await get('/healthz');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      status: 'ok',
      commit: 'c'.repeat(40),
      digest: 'd'.repeat(64),
      environment: 'uat',
      uptimeSeconds: expect.any(Number),
    });
  });

  it('answers though the bucket is out of reach, with null for what nobody told it', async () => {
    server = await runServer({ releases: unavailable(new FailedError('The bucket is gone.', 'Find it.')) });
    const answer = await get('/healthz');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: 'ok',
      commit: null,
      digest: null,
      environment: null,
    });
  });
});

describe('the API', () => {
  it('lists environments and releases, and lets nobody store them', async () => {
    server = await runServer();
    const answer = await get('/api/environments');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual(environments);
    expect(await (await get('/api/releases')).json()).toEqual(published);
  });

  it('answers 503 with what to do when no bucket was configured', async () => {
    server = await runServer({
      releases: unavailable(new UnavailableError('No bucket is known.', 'Set SLUICE_BUCKET.')),
    });
    for (const path of ['/api/environments', '/api/releases']) {
      const answer = await get(path);
      expect(answer.status).toBe(503);
      expect(await answer.json()).toEqual({ error: 'No bucket is known.', remedy: 'Set SLUICE_BUCKET.' });
    }
  });

  it('answers 502 with message and remedy, and no stack, when the bucket fails', async () => {
    const failure = new FailedError('The bucket does not answer.', 'Look at the network.');
    server = await runServer({ releases: unavailable(failure) });
    const answer = await get('/api/releases');
    expect(answer.status).toBe(502);
    expect(await answer.json()).toEqual({ error: failure.message, remedy: failure.remedy });
    expect(server.log).toContainEqual(expect.objectContaining({ level: 40, remedy: failure.remedy }));
  });

  it('keeps an unexpected failure to the log, and gives the id to find it by', async () => {
    const releases = {
      ...sampleReleases,
      releases: () => Promise.reject(new TypeError('key AKIA of undefined')),
    };
    server = await runServer({ releases });
    const answer = await get('/api/releases');
    const body = await answer.text();
    expect(answer.status).toBe(500);
    expect(body).not.toContain('AKIA');
    const { requestId } = JSON.parse(body) as { requestId: string };
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    expect(server.log).toContainEqual(
      expect.objectContaining({ level: 50, reqId: requestId, msg: 'unexpected failure' }),
    );
  });

  it('answers 404 in JSON for what it does not have, even to a browser', async () => {
    server = await runServer();
    const answer = await get('/api/nothing?token=abc', { accept: 'text/html' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      error: 'Nothing answers GET /api/nothing.',
      remedy: expect.any(String),
    });
    const post = await fetch(`${server.url}/api/releases`, { method: 'POST' });
    expect(post.status).toBe(404);
  });
});

it.each(['/healthz', '/api/environments', '/api/nothing', '/nothing', '/%zz'])(
  'puts the security headers on %s',
  async (path) => {
    server = await runServer();
    const { headers } = await get(path);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  },
);

it('answers 400 in its own words to a path that is no path', async () => {
  server = await runServer();
  const answer = await get('/%zz');
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({ error: expect.any(String), remedy: expect.any(String) });
});

it('finishes the request in flight when it closes, and accepts no other', async () => {
  let arrived = () => {};
  let answer = () => {};
  const inside = new Promise<void>((resolve) => (arrived = resolve));
  const gate = new Promise<void>((resolve) => (answer = resolve));
  const environmentsLater = async () => {
    arrived();
    await gate;
    return environments;
  };
  const running = await runServer({ releases: { ...sampleReleases, environments: environmentsLater } });
  const inFlight = fetch(`${running.url}/api/environments`);
  await inside;
  const closed = running.close();
  await untilRefused(running.url);
  answer();
  expect(await (await inFlight).json()).toEqual(environments);
  await closed;
});

/** Resolves once new connections are refused; until the listening socket is closed some are still reset. */
async function untilRefused(url: string): Promise<void> {
  let code: string | undefined;
  while (code !== 'ECONNREFUSED') {
    code = await new Promise<string | undefined>((resolve) => {
      const socket = connectSocket(Number(new URL(url).port), '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(undefined);
      });
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
  }
}
