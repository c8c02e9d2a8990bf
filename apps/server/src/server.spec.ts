import type { ProblemBody } from '@sluice/contract';
import { Agent, get as ask, type IncomingMessage } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { text } from 'node:stream/consumers';
import { noSignIn } from './auth/no-sign-in';
import { eventually } from './testing/eventually';
import { runServer, type RunningServer } from './testing/running-server';

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
    });
  });

  it('answers though nobody can sign in, with null for what nobody told it', async () => {
    server = await runServer({ signIn: noSignIn });
    expect(await (await get('/healthz')).json()).toMatchObject({
      status: 'ok',
      commit: null,
      digest: null,
      environment: null,
    });
  });
});

describe('the API, when something is missing', () => {
  it('answers nobody when no sign-in was configured, and says what to configure', async () => {
    server = await runServer({ signIn: noSignIn });
    for (const path of ['/api/board', '/api/releases', '/api/openapi.json', '/api/nothing']) {
      const answer = await get(path);
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({
        code: 'unavailable',
        remedy: expect.stringContaining('CONSOLE_TOKEN'),
      });
    }
  });

  it('says to who is signed in that no bucket was configured', async () => {
    server = await runServer();
    expect((await get('/api/board')).status).toBe(401);
    const answer = await server.call('GET', '/api/board');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      code: 'unavailable',
      remedy: expect.stringContaining('SLUICE_BUCKET'),
    });
  });
});

it.each(['/healthz', '/api/board', '/api/nothing', '/nothing', '/%zz', '/?token=wrong'])(
  'puts the security headers on %s, and says nothing of what serves it',
  async (path) => {
    server = await runServer();
    const { headers } = await get(path);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('server')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  },
);

it('has browsers come back by https only, where they see it by https', async () => {
  server = await runServer({ publicOrigin: 'https://console.example' });
  expect((await get('/healthz')).headers.get('strict-transport-security')).toBe('max-age=31536000');
  await server.close();
  server = await runServer();
  expect((await get('/healthz')).headers.get('strict-transport-security')).toBeNull();
});

it('answers 400 in its own words to a path that is no path', async () => {
  server = await runServer();
  const answer = await get('/%zz');
  expect(answer.status).toBe(400);
  const problem = (await answer.json()) as ProblemBody;
  expect(problem).toEqual({
    code: 'usage',
    error: expect.any(String),
    remedy: expect.any(String),
    requestId: expect.any(String),
  });
});

it('finishes the request in flight when it closes, and accepts no other', async () => {
  let arrived = () => {};
  let answer = () => {};
  const inside = new Promise<void>((resolve) => (arrived = resolve));
  const gate = new Promise<void>((resolve) => (answer = resolve));
  const identify = async () => {
    arrived();
    await gate;
    return noSignIn.identify(undefined as never);
  };
  const running = await runServer({ signIn: { identify } });
  const inFlight = fetch(`${running.url}/api/board`);
  await inside;
  const closed = running.close();
  await untilRefused(running.url);
  answer();
  expect((await inFlight).status).toBe(503);
  await closed;
});

it('closes at once, though browsers keep connections open for a while', async () => {
  const running = await runServer();
  const agent = new Agent({ keepAlive: true });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    ask({ host: '127.0.0.1', port: new URL(running.url).port, path: '/healthz', agent }, resolve).on(
      'error',
      reject,
    );
  });
  const { socket } = answer;
  await text(answer);
  expect(socket.destroyed).toBe(false);
  await running.close();
  await eventually(() => (socket.destroyed ? true : undefined), 'the end of the connection');
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
