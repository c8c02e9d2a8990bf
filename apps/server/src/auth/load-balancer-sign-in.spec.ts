import type { MovePlan, Session } from '@sluice/contract';
import type { FastifyRequest } from 'fastify';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { Cloud, settings } from '../testing/cloud';
import { TestLoadBalancer } from '../testing/load-balancer';
import { consoleOf, runServer, token as otherToken, type RunningServer } from '../testing/running-server';
import { FailedSignIn } from './failed-sign-in';
import { LoadBalancerSignIn } from './load-balancer-sign-in';
import { parsePromoters } from './promoters';

const origin = 'https://console.example.org';
const promoters = 'amy@example.org=stage,uat; *@ops.example.org=*; deploy-bot=uat';
const minute = () => Math.floor(Date.now() / 1000) - 60;

let cloud: Cloud;
let balancer: TestLoadBalancer;
let server: RunningServer;
let commit: string;
beforeAll(async () => {
  cloud = await Cloud.open();
  commit = await cloud.publish('Sell umbrellas');
  balancer = await TestLoadBalancer.open();
  const names = settings.environments.map(({ name }) => name);
  server = await runServer({
    console: consoleOf(cloud),
    signIn: new LoadBalancerSignIn(balancer.settings, parsePromoters(promoters, names), {
      address: balancer.keysAddress,
    }),
    publicOrigin: origin,
    rateLimits: { reads: 1_000, writes: 1_000, failedSignIns: 1_000 },
  });
});
afterAll(async () => {
  await server?.close();
  await balancer?.close();
  await cloud?.close();
});

const as = (data: string, method = 'GET', path = '/api/session', body?: unknown) =>
  server.call(method, path, body, { authorization: '', 'x-amzn-oidc-data': data, origin });
const session = async (claims: Record<string, unknown>) =>
  (await (await as(balancer.token(claims))).json()) as Session;

it('identifies a person by the verified address, with their permissions', async () => {
  expect(await session({})).toEqual({
    app: 'shop-console',
    apps: ['shop-console'],
    person: { name: 'amy@example.org', signedInBy: 'oidc' },
    mayMove: ['stage', 'uat'],
    mayReject: true,
  });
  expect(await session({ email: 'Grace@OPS.example.org' })).toMatchObject({
    mayMove: ['stage', 'uat', 'prod'],
  });
  expect(await session({ email: 'eve@example.org' })).toMatchObject({ mayMove: [], mayReject: false });
  expect(await session({ sub: 'deploy-bot', email: undefined })).toMatchObject({
    person: { name: 'deploy-bot' },
    mayMove: ['uat'],
  });
});

it.each([
  ['that was not verified', { email_verified: 'false' }],
  ['that was not verified, as a boolean', { email_verified: false }],
  ['of which nobody says that it was verified', { email_verified: undefined }],
  ['of which something else is said than that it was verified', { email_verified: 'maybe' }],
  ['that is a suffix of a domain', { email: 'eve@evil-ops.example.org' }],
  ['in the place of an account', { email: undefined, sub: 'amy@example.org' }],
])('does not go by an address %s', async (_, claims) => {
  expect((await session(claims)).mayMove).toEqual([]);
});

it.each([
  ['nobody signed', () => 'not-a-token'],
  [
    'another key signed',
    () => balancer.token({}, {}, generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey),
  ],
  ['is over', () => balancer.token({ exp: minute() }, { exp: minute() })],
  [
    'another load balancer signed',
    () => balancer.token({}, { signer: balancer.settings.albArn.replace('console', 'other') }),
  ],
  ['is meant for another client', () => balancer.token({}, { client: 'other' })],
  [
    'another issuer gave',
    () => balancer.token({ iss: 'https://elsewhere.example' }, { iss: 'https://elsewhere.example' }),
  ],
  ['has no signature', () => `${balancer.token({}, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`],
  ['names nobody', () => balancer.token({ sub: undefined, email: undefined })],
])('lets nobody in by a token that %s, and tells the log no more than that', async (_, token) => {
  server.log.length = 0;
  const data = token();
  const answer = await as(data);
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ code: 'signed-out' });
  expect(JSON.stringify(server.log)).not.toContain(data);
  expect(JSON.stringify(server.log)).not.toContain('amy@example.org');
});

it('has browsers come back by https only, whatever CONSOLE_PUBLIC_URL says, since nothing else leads to a sign-in', async () => {
  const signIn = new LoadBalancerSignIn(balancer.settings, [], { address: balancer.keysAddress });
  const running = await runServer({ signIn });
  const { headers } = await fetch(`${running.url}/healthz`);
  await running.close();
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
});

describe('whoever is not signed in', () => {
  const address = () => balancer.keysAddress;
  const from = (url: string, forwarded: string, data?: string) =>
    fetch(`${url}/api/session`, {
      headers: { 'x-forwarded-for': forwarded, ...(data === undefined ? {} : { 'x-amzn-oidc-data': data }) },
    });

  it('is identified by the address that the load balancer saw, not by a header of their own', async () => {
    server.log.length = 0;
    await from(server.url, '198.51.100.9, 203.0.113.7');
    expect(server.log).toContainEqual(
      expect.objectContaining({ audit: expect.objectContaining({ from: '203.0.113.7', status: 401 }) }),
    );
  });

  it('hinders by guesses nobody else, and may not guess from each address of a network', async () => {
    const running = await runServer({
      console: consoleOf(cloud),
      signIn: new LoadBalancerSignIn(balancer.settings, [], { address: address() }),
      rateLimits: { failedSignIns: 1 },
    });
    try {
      const guess = async (forwarded: string) => (await from(running.url, forwarded, 'guessed')).status;
      expect(await guess('2001:db8:1:2::1')).toBe(401);
      expect(await guess('2001:db8:1:2:3::4')).toBe(429);
      expect(await guess('2001:db8:1:3::1')).toBe(401);
      expect(await guess('203.0.113.7')).toBe(401);
      expect(await guess('198.51.100.9, 203.0.113.7')).toBe(429);
      expect((await from(running.url, '203.0.113.7')).status).toBe(401);
    } finally {
      await running.close();
    }
  });
});

it('refuses credentials of other servers', async () => {
  expect((await server.call('GET', '/api/board')).status).toBe(401);
  expect((await fetch(`${server.url}/?token=${otherToken}`)).headers.get('set-cookie')).toBeNull();
});

it('asks for a key once', async () => {
  await session({});
  const before = balancer.keyRequests;
  await Promise.all([session({}), session({ email: 'eve@example.org' })]);
  expect(balancer.keyRequests).toBe(before);
});

it('asks for no key of a token that another load balancer signed, or for another client', async () => {
  const kid = randomUUID();
  const before = balancer.keyRequests;
  const signer = balancer.settings.albArn.replace('console', 'other');
  expect((await as(balancer.token({}, { kid, signer }))).status).toBe(401);
  expect((await as(balancer.token({}, { kid, client: 'other' }))).status).toBe(401);
  expect(balancer.keyRequests).toBe(before);
});

describe('a key', () => {
  const log = { info: jest.fn(), warn: jest.fn() } as unknown as FastifyRequest['log'];
  let now = 0;
  const signInAt = (address: string) =>
    new LoadBalancerSignIn(balancer.settings, [], { address, now: () => now });
  const identify = (signIn: LoadBalancerSignIn, header = {}) =>
    signIn.identify({ headers: { 'x-amzn-oidc-data': balancer.token({}, header) }, log });
  afterEach(() => {
    balancer.outage = undefined;
  });

  it.each([403, 404])(
    'is ignored if the answer is %s, and not requested again for a while',
    async (status) => {
      const signIn = signInAt(balancer.keysAddress);
      balancer.outage = { status };
      const before = balancer.keyRequests;
      await expect(identify(signIn)).rejects.toBeInstanceOf(FailedSignIn);
      await expect(identify(signIn)).rejects.toBeInstanceOf(FailedSignIn);
      expect(balancer.keyRequests).toBe(before + 1);
      balancer.outage = undefined;
      now += 30_000;
      expect((await identify(signIn)).name).toBe('amy@example.org');
    },
  );

  it.each([
    ['with a fault', { status: 500 }],
    ['by another', { status: 302 }],
    ['with a page', { status: 200, body: '<html>' }],
  ])('leaves the user unknown if the answer is %s, and is requested again immediately', async (_, outage) => {
    const signIn = signInAt(balancer.keysAddress);
    balancer.outage = outage;
    await expect(identify(signIn)).rejects.toMatchObject({
      status: 503,
      code: 'unavailable',
      remedy: expect.stringContaining(new URL(balancer.keysAddress).host),
    });
    expect(log.warn).toHaveBeenLastCalledWith({ err: expect.any(Error) }, expect.stringContaining('keys'));
    balancer.outage = undefined;
    expect((await identify(signIn)).name).toBe('amy@example.org');
  });

  it('leaves the user unknown if it cannot be reached', async () => {
    // Port 9 (discard) is closed on loopback.
    await expect(identify(signInAt('http://127.0.0.1:9'))).rejects.toMatchObject({ status: 503 });
  });

  it('is forgotten if it was invented and there are many others', async () => {
    const signIn = signInAt(balancer.keysAddress);
    const first = randomUUID();
    const made = [first, ...Array.from({ length: 100 }, () => randomUUID())];
    for (const kid of made) await expect(identify(signIn, { kid })).rejects.toBeInstanceOf(FailedSignIn);
    const before = balancer.keyRequests;
    await expect(identify(signIn, { kid: made.at(-1) })).rejects.toBeInstanceOf(FailedSignIn);
    expect(balancer.keyRequests).toBe(before);
    await expect(identify(signIn, { kid: first })).rejects.toBeInstanceOf(FailedSignIn);
    expect(balancer.keyRequests).toBe(before + 1);
  });
});

it('goes by addresses that the provider does not call verified, where it is trusted, and by none that it calls unverified', async () => {
  const trusting = new LoadBalancerSignIn({ ...balancer.settings, trustsEmail: true }, [], {
    address: balancer.keysAddress,
  });
  const name = async (claims: object) => {
    const headers = { 'x-amzn-oidc-data': balancer.token({ ...claims }) };
    return (await trusting.identify({ headers } as unknown as FastifyRequest)).name;
  };
  expect(await name({ email_verified: undefined })).toBe('amy@example.org');
  expect(await name({ email_verified: 'false' })).toBe('9b1d');
});

describe('who may not move an environment', () => {
  const writeRequests: [method: string, path: (environment: string) => string, body: unknown][] = [
    ['POST', (name) => `/api/environments/${name}/promotions`, { expects: null, reason: 'because' }],
    ['POST', (name) => `/api/environments/${name}/rollbacks`, { expects: null, reason: 'because' }],
    ['POST', (name) => `/api/environments/${name}/redeployments`, { expects: 'v', reason: 'because' }],
    ['PUT', (name) => `/api/environments/${name}/hold`, { reason: 'because' }],
    ['DELETE', (name) => `/api/environments/${name}/hold`, {}],
    ['PUT', () => `/api/releases/${commit}/rejection`, { reason: 'because' }],
    ['DELETE', () => `/api/releases/${commit}/rejection`, undefined],
  ];

  it.each(writeRequests)('is refused: %s %s', async (method, path, body) => {
    cloud.faults.reset();
    server.log.length = 0;
    const answer = await as(balancer.token({ email: 'eve@example.org' }), method, path('uat'), body);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      code: 'forbidden',
      remedy: expect.stringContaining('CONSOLE_PROMOTERS'),
    });
    expect(cloud.faults.writes).toBe(0);
    expect(server.log).toContainEqual(
      expect.objectContaining({
        audit: expect.objectContaining({ who: 'eve@example.org', outcome: 'refused', status: 403 }),
      }),
    );
  });

  it('reads everything anyway, plans too', async () => {
    const eve = balancer.token({ email: 'eve@example.org' });
    expect((await as(eve, 'GET', '/api/board')).status).toBe(200);
    const answer = await as(eve, 'POST', '/api/environments/uat/promotion-plan', { commit });
    expect((await answer.json()) as MovePlan).toMatchObject({ isAllowed: true });
  });
});

it('writes the verified person into the history, for the environments that are theirs', async () => {
  const action = { commit, expects: null, reason: 'because' };
  const amy = () => balancer.token();
  expect((await as(amy(), 'POST', '/api/environments/prod/promotions', action)).status).toBe(403);
  expect((await as(amy(), 'POST', '/api/environments/uat/promotions', action)).status).toBe(201);
  const history = await (await as(amy(), 'GET', '/api/environments/uat/history')).json();
  expect(history).toMatchObject({ entries: [{ commit, actor: 'amy@example.org', reason: 'because' }] });
});
