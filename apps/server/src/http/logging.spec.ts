import { codePoint } from '@sluice/testing';
import fc from 'fast-check';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Metrics } from '../metrics/metrics';
import { buildServer } from '../server';
import { noSignIn } from '../auth/no-sign-in';
import { runServer, type RunningServer } from '../testing/running-server';
import { withoutToken } from './logging';
import { visible } from './visible';

it('hides a token wherever it stands in an address', () => {
  expect(withoutToken('/?token=secret')).toBe('/?token=[hidden]');
  expect(withoutToken('/a?b=1&TOKEN=secret&c=2')).toBe('/a?b=1&TOKEN=[hidden]&c=2');
  expect(withoutToken('/a?mytoken=1')).toBe('/a?mytoken=1');
});

it('writes out what cannot be seen, or moves what stands beside it', () => {
  expect(visible('a\nb\u202ec\u0007d\u2028e')).toBe('a\\u{a}b\\u{202e}c\\u{7}d\\u{2028}e');
  expect(visible('<b>Umbrellas für 傘</b>')).toBe('<b>Umbrellas für 傘</b>');
  expect(visible('x'.repeat(10_000))).toHaveLength(501);
});

it('leaves one visible line of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: codePoint }), (text) => {
      expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
    }),
  );
});

describe('a request that is none', () => {
  const secret = 'the-token-of-somebody';
  let log: string;
  let server: RunningServer;
  beforeAll(async () => {
    const stream = { write: (line: string) => void (log += line) };
    server = await runServer({ logger: { level: 'trace', stream } });
  });
  beforeEach(() => {
    log = '';
  });
  afterAll(() => server?.close());

  /** Sends bytes, and reads until the server ends the connection. */
  async function exchange(bytes: string): Promise<string> {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.end(bytes);
    return text(socket);
  }
  const problemOf = (answer: string) => JSON.parse(answer.split('\r\n\r\n')[1] ?? '') as object;

  it('is logged without its token if its address cannot be decoded', async () => {
    const answer = await server.call('GET', `/%?token=${secret}`);
    expect(answer.status).toBe(400);
    expect(log).toContain('request not understood');
    expect(log).not.toContain(secret);
    expect(log).toContain(answer.headers.get('x-request-id'));
  });

  it('is logged as a write if it would be one', async () => {
    const answer = await server.call('POST', `/%?token=${secret}`, {});
    expect(answer.status).toBe(400);
    expect(log).toMatch(/"audit":\{"from":"127.0.0.1","what":"POST \/%","outcome":"failed","status":400/);
    expect(log).not.toContain(secret);
  });

  it('is answered with a message if it is not HTTP, and its bytes are not logged', async () => {
    const answer = await exchange(`GET / HTTP/1.1\r\ncookie: ${secret}\r\nno header\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(problemOf(answer)).toEqual({
      code: 'usage',
      error: expect.any(String),
      remedy: expect.any(String),
      requestId: expect.any(String),
    });
    expect(log).toContain('HPE_INVALID_HEADER_TOKEN');
    expect(log).not.toContain(secret);
    expect(log).not.toContain(Buffer.from(secret).toJSON().data.join(','));
  });

  it('has headers of 64 KB at the most, as a load balancer sends them', async () => {
    const { host } = new URL(server.url);
    const ask = (size: number) =>
      exchange(
        `GET /healthz HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\nx: ${'x'.repeat(size)}\r\n\r\n`,
      );
    expect(await ask(60_000)).toMatch(/^HTTP\/1\.1 200 /);
    const answer = await ask(70_000);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(problemOf(answer)).toMatchObject({ remedy: expect.stringContaining('cookies') });
    expect(log).toContain('HPE_HEADER_OVERFLOW');
  });
});

it('takes a text from an error as it takes any other', async () => {
  const texts: string[] = [];
  const write = (line: string) => void texts.push((JSON.parse(line) as { msg: string }).msg);
  const app = buildServer({
    signIn: noSignIn,
    metrics: new Metrics(),
    identity: { commit: null, digest: null, environment: null },
    logger: { level: 'info', stream: { write } },
  });
  const error = new Error('GET /?token=secret\u202e');
  app.log.info(error);
  app.log.info({ err: error });
  app.log.info(error.message);
  await app.close();
  expect(texts).toEqual(Array(3).fill('GET /?token=[hidden]'));
});

it('tells where an error was thrown and what caused it, line by line', async () => {
  const log: Record<string, { type: string; message: string; stack: string; cause: { message: string } }>[] =
    [];
  const write = (line: string) => void log.push(JSON.parse(line) as (typeof log)[number]);
  const cause = Object.assign(new Error('inner\u202e'), { $response: 'the-secret' });
  const thrown = new TypeError('outer\n    at nowhere', { cause });
  const server = await runServer({
    logger: { level: 'info', stream: { write } },
    signIn: { identify: () => Promise.reject(thrown) },
  });
  try {
    expect((await server.call('GET', '/api/board')).status).toBe(500);
    const err = log.find((line) => line.err !== undefined)?.err;
    expect(err).toMatchObject({ type: 'TypeError', message: 'outer\\u{a}    at nowhere' });
    expect(err?.stack).toMatch(/^at .*logging\.spec\.ts:\d+:\d+\)?\n/);
    expect(err?.stack).not.toContain('nowhere');
    expect(err?.cause).toMatchObject({ message: 'inner\\u{202e}' });
    expect(JSON.stringify(log)).not.toContain('the-secret');
  } finally {
    await server.close();
  }
});
