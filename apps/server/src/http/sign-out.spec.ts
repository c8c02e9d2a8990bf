import { TokenSignIn } from '../auth/token-sign-in';
import { LoadBalancerSignIn } from '../auth/load-balancer-sign-in';
import { Cloud } from '../testing/cloud';
import { consoleOf, runServer, token } from '../testing/running-server';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await Cloud.open();
});
afterAll(() => cloud.close());

it('ends the session of a browser: the cookie goes, and the token signs in again', async () => {
  const signIn = new TokenSignIn(token, 'amy');
  const server = await runServer({ console: consoleOf(cloud), signIn });
  try {
    const arrival = await fetch(`${server.url}/?token=${token}`, { redirect: 'manual' });
    const [cookie = ''] = (arrival.headers.get('set-cookie') ?? '').split(';');
    const session = (method: string, extra: Record<string, string> = {}) =>
      fetch(`${server.url}/api/session`, { method, headers: { cookie, ...extra } });
    expect((await session('GET')).status).toBe(200);
    expect((await session('DELETE', { 'content-type': 'application/json' })).status).toBe(403);
    const left = await session('DELETE', { origin: server.url, 'content-type': 'application/json' });
    expect(left.status).toBe(200);
    const [name] = cookie.split('=');
    expect(left.headers.get('set-cookie')).toBe(`${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`);
    expect((await fetch(`${server.url}/api/session`)).status).toBe(401);
  } finally {
    await server.close();
  }
});

it("expires the load balancer's cookies, and continues at the provider where that is configured", () => {
  const loadBalancer = {
    albArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/console/0123456789abcdef',
    issuer: 'https://id.example.org',
    clientId: 'console',
    trustsEmail: false,
    signOutUrl: 'https://id.example.org/logout',
  };
  const { cookies, continueAt } = new LoadBalancerSignIn(loadBalancer, []).signOut();
  expect(continueAt).toBe('https://id.example.org/logout');
  expect(cookies).toHaveLength(4);
  for (const cookie of cookies)
    expect(cookie).toMatch(/^AWSELBAuthSessionCookie-[0-3]=; Path=\/; Max-Age=0; Secure; HttpOnly$/);
});
