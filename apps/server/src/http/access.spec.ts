import type { ProblemBody } from '@sluice/contract';
import { request } from 'node:http';
import { Cloud } from '../testing/cloud';
import { makeClientFolder, type ClientFolder } from '../testing/client-folder';
import { consoleOf, runServer, token, type RunningServer } from '../testing/running-server';

let cloud: Cloud;
let client: ClientFolder;
let server: RunningServer;
let commit: string;
beforeAll(async () => {
  cloud = await Cloud.open();
  client = await makeClientFolder();
  commit = await cloud.publish('Sell umbrellas');
  const rateLimits = { reads: 1_000, writes: 1_000, failedSignIns: 1_000 };
  server = await runServer({ console: consoleOf(cloud), clientDirectory: client.path, rateLimits });
});
afterAll(async () => {
  await server?.close();
  await client?.remove();
  await cloud?.close();
});

const reads = [
  '/api/session',
  '/api/board',
  '/api/events',
  '/api/releases',
  `/api/releases/${'a'.repeat(40)}`,
  '/api/compare?from=stage&to=uat',
  '/api/environments/uat/history',
  '/api/openapi.json',
  '/api/nothing',
  '/api',
];
const browser = { accept: 'text/html' };
const promotion = () => ({ commit, expects: null, reason: 'because' });
const audits = () => server.log.flatMap(({ audit }) => (audit === undefined ? [] : [audit]));

/** fetch() sets some headers by itself; this sends exactly these, and follows nothing. */
function send(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
  body = '',
): Promise<{ status: number; headers: Record<string, string | string[] | undefined>; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = request({ hostname, port, path, method, headers: { ...length, ...headers } }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('who is not signed in', () => {
  it.each(reads)('reads nothing at %s', async (path) => {
    const answer = await fetch(`${server.url}${path}`);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({
      code: 'signed-out',
      error: 'You are not signed in.',
      remedy: 'Open the address that the terminal printed.',
      requestId: answer.headers.get('x-request-id'),
    });
  });

  it.each([
    ['a stale token', { authorization: 'Bearer a-token-of-another-npm-start-a-while-ago-0000' }],
    ['a stale cookie', { cookie: 'sluice-console-0=abc' }],
    ['the token as a cookie', { cookie: `sluice-console-0=${token}` }],
    ['no token at all', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: `Basic ${Buffer.from(`amy:${token}`).toString('base64')}` }],
  ])('is anyone who has %s', async (_, headers) => {
    const { port } = new URL(server.url);
    const given = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('-0=', `-${port}=`)]),
    );
    const answer = await fetch(`${server.url}/api/board`, { headers: given });
    expect(answer.status).toBe(401);
    expect(((await answer.json()) as ProblemBody).remedy).toBe('Open the address that the terminal printed.');
  });

  it('writes nothing, and the log says so', async () => {
    cloud.faults.reset();
    const answer = await server.call('POST', '/api/environments/uat/promotions', promotion(), {
      authorization: 'Bearer wrong',
    });
    expect(answer.status).toBe(401);
    expect(cloud.faults.total).toBe(0);
    expect(audits()).toContainEqual(
      expect.objectContaining({ what: expect.stringContaining('POST'), outcome: 'refused', status: 401 }),
    );
  });

  it('sees the page anyway, and whether the server is well', async () => {
    expect((await fetch(`${server.url}/releases`, { headers: browser })).status).toBe(200);
    expect((await fetch(`${server.url}/assets/index-B3kd92Lq.js`)).status).toBe(200);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});

describe('the address that npm start prints', () => {
  it('signs a browser in with a cookie, and continues to the same address without the token', async () => {
    const first = await send(`/releases?page=2&token=${token}`, browser);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/releases?page=2');
    expect(first.headers['cache-control']).toBe('no-store');
    const [cookie = ''] = first.headers['set-cookie'] as string[];
    const { port } = new URL(server.url);
    expect(cookie).toMatch(
      new RegExp(`^sluice-console-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    expect(cookie).not.toContain(token);

    const signedIn = await fetch(`${server.url}/api/session`, {
      headers: { cookie: `other=1; ${cookie.split(';')[0]}` },
    });
    expect(await signedIn.json()).toEqual({
      app: 'shop-console',
      apps: ['shop-console'],
      person: { name: 'amy', signedInBy: 'token' },
      mayMove: ['stage', 'uat', 'prod'],
      mayReject: true,
    });
  });

  it('stays on this server, whatever its path looks like', async () => {
    const { headers } = await send(`//elsewhere.example/x?token=${token}`, browser);
    expect(headers.location).toBe('/elsewhere.example/x');
  });

  it('tells a browser in words that its token is stale', async () => {
    const answer = await send('/?token=of-yesterday', browser);
    expect(answer.status).toBe(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    expect(answer.body).toContain('Open the address that the terminal printed.');
  });

  it('does not sign in to the API', async () => {
    expect((await send(`/api/board?token=${token}`, {})).status).toBe(401);
  });

  it('comes to the log without the token', async () => {
    await send(`/?a=b&token=${token}`, browser);
    await send('/?token=of-yesterday', browser);
    const log = JSON.stringify(server.log);
    expect(log).toContain('token=[hidden]');
    expect(log).not.toContain(token);
    expect(log).not.toContain('of-yesterday');
    expect(log).not.toContain('sluice-console-');
  });
});

it.each(['/api/board', `/?token=${token}`, '/', '/healthz', '/metrics'])(
  'answers to no other name of this machine at %s, because it could be a trick',
  async (path) => {
    const { port } = new URL(server.url);
    const headers = { host: `rebound.example:${port}`, authorization: `Bearer ${token}` };
    const answer = await send(path, headers);
    expect(answer.status).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect((await send('/api/session', { ...headers, host: `localhost:${port}` })).status).toBe(200);
  },
);

describe('a read', () => {
  const from = (site: string, path = '/api/board', more = {}) =>
    send(path, { authorization: `Bearer ${token}`, 'sec-fetch-site': site, ...more });

  it.each(['cross-site', 'same-site'])('is refused for a page that is %s', async (site) => {
    const answer = await from(site);
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'forbidden' });
    expect((await from(site, '/metrics', { forwarded: 'for=203.0.113.7' })).status).toBe(403);
  });

  it('is answered for the console, and for an address that was typed', async () => {
    expect((await from('same-origin')).status).toBe(200);
    expect((await from('none')).status).toBe(200);
  });

  it('is answered for a page that is opened by a link in an email', async () => {
    expect((await from('cross-site', '/releases', browser)).status).toBe(200);
  });
});

describe('a write', () => {
  const path = '/api/environments/uat/promotions';
  const signedIn = () => ({
    authorization: `Bearer ${token}`,
    origin: server.url,
    'content-type': 'application/json',
  });

  it.each([
    ['from another origin', { origin: 'https://elsewhere.example' }, 403, 'forbidden'],
    ['from another port of this machine', { origin: 'http://127.0.0.1:1' }, 403, 'forbidden'],
    ['from no origin that would be told', { origin: 'null' }, 403, 'forbidden'],
    ['from another site, as the browser says', { 'sec-fetch-site': 'cross-site' }, 403, 'forbidden'],
    ['of a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'usage'],
    ['of text that looks like JSON', { 'content-type': 'text/plain' }, 415, 'usage'],
    ['of a content type that begins alike', { 'content-type': 'application/json-seq' }, 415, 'usage'],
  ])('%s is refused, nothing is written, and the log says so', async (_, headers, status, code) => {
    cloud.faults.reset();
    const answer = await send(path, { ...signedIn(), ...headers }, 'POST', JSON.stringify(promotion()));
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ code });
    expect(cloud.faults.writes).toBe(0);
    expect(audits().at(-1)).toMatchObject({ who: 'amy', outcome: 'refused', status, code });
  });

  it('is refused without an origin', async () => {
    const { authorization, 'content-type': type } = signedIn();
    const headers = { authorization, 'content-type': type };
    expect((await send(path, headers, 'POST', JSON.stringify(promotion()))).status).toBe(403);
  });

  it('requires the content type JSON without a body, too', async () => {
    const { authorization, origin } = signedIn();
    const headers = { authorization, origin };
    expect((await send(`/api/releases/${commit}/rejection`, headers, 'DELETE')).status).toBe(415);
    expect((await send(`/api/releases/${commit}/rejection`, signedIn(), 'DELETE')).status).toBe(200);
  });

  it.each([
    ['no JSON', '{"commit":', 400],
    ['too large', JSON.stringify({ reason: 'x'.repeat(17_000) }), 413],
    ['a short commit', JSON.stringify({ commit: 'abc', expects: null, reason: 'x' }), 400],
    ['no reason', JSON.stringify({ commit: 'a'.repeat(40), expects: null, reason: '  ' }), 400],
    [
      'a reason of 501 characters',
      JSON.stringify({ commit: 'a'.repeat(40), expects: null, reason: 'x'.repeat(501) }),
      400,
    ],
    ['nothing of the version that was seen', JSON.stringify({ commit: 'a'.repeat(40), reason: 'x' }), 400],
    [
      'a word too much',
      JSON.stringify({ commit: 'a'.repeat(40), expects: null, reason: 'x', force: true }),
      400,
    ],
    ['a prototype', '{"__proto__":{"commit":"x"}}', 400],
  ])('is refused as invalid if it is %s', async (_, body, status) => {
    cloud.faults.reset();
    const answer = await send(path, signedIn(), 'POST', body);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'usage' });
    expect(cloud.faults.writes).toBe(0);
  });

  it('is accepted from the public address behind a proxy', async () => {
    const behind = await runServer({ console: consoleOf(cloud), publicOrigin: 'https://console.example' });
    try {
      const plan = { commit };
      const answers = await Promise.all(
        ['https://console.example', behind.url].map((origin) =>
          behind.call('POST', '/api/environments/uat/promotion-plan', plan, { origin }),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 403]);
    } finally {
      await behind.close();
    }
  });
});
