import type { ProblemBody } from '@sluice/contract';
import { Cloud } from '../testing/cloud';
import { consoleOf, runServer } from '../testing/running-server';
import type { RateLimits } from './rate-limits';

let cloud: Cloud;
let commit: string;
beforeAll(async () => {
  cloud = await Cloud.open();
  commit = await cloud.publish('Sell umbrellas');
});
afterAll(() => cloud?.close());

describe('too many requests', () => {
  const limited = async (rateLimits: Partial<RateLimits>) => {
    const running = await runServer({ console: consoleOf(cloud), rateLimits });
    const statuses = async (count: number, ask: () => Promise<Response>) => {
      const found: number[] = [];
      for (let index = 0; index < count; index += 1) found.push((await ask()).status);
      return found;
    };
    return { ...running, statuses };
  };

  it('have a lower limit for expensive reads, which does not affect writes', async () => {
    const { call, statuses, close } = await limited({ reads: 4, costly: 3, writes: 1 });
    try {
      const plan = () => call('POST', '/api/environments/uat/promotion-plan', { commit });
      expect(await statuses(1, plan)).toEqual([200]);
      expect(await statuses(1, () => call('GET', '/api/compare?from=stage&to=stage'))).toEqual([200]);
      expect(await statuses(2, () => call('GET', '/api/environments/uat/history'))).toEqual([200, 429]);
      expect(await statuses(1, plan)).toEqual([429]);
      expect(await statuses(1, () => call('GET', '/api/session'))).toEqual([200]);
      const hold = () => call('PUT', '/api/environments/prod/hold', {});
      expect(await statuses(2, hold)).toEqual([400, 429]);
    } finally {
      await close();
    }
  });

  it('from another origin are not counted', async () => {
    const { call, statuses, close } = await limited({ reads: 1, writes: 1 });
    try {
      const other = { 'sec-fetch-site': 'same-site' };
      const reading = (headers = {}) => call('GET', '/api/session', undefined, headers);
      const writing = (headers = {}) => call('PUT', '/api/environments/prod/hold', {}, headers);
      expect(await statuses(2, () => reading(other))).toEqual([403, 403]);
      expect(await statuses(2, () => writing({ origin: 'https://elsewhere.example' }))).toEqual([403, 403]);
      expect([(await reading()).status, (await writing()).status]).toEqual([200, 400]);
    } finally {
      await close();
    }
  });

  it('at /metrics are refused, except for a collector on this machine', async () => {
    const { url, call, statuses, close } = await limited({ reads: 1, failedSignIns: 1 });
    try {
      const forwarded = { 'x-forwarded-for': '203.0.113.7' };
      const guess = { ...forwarded, authorization: 'Bearer guessed' };
      expect(await statuses(2, () => call('GET', '/metrics', undefined, forwarded))).toEqual([200, 429]);
      expect(await statuses(2, () => call('GET', '/metrics', undefined, guess))).toEqual([401, 429]);
      expect(await statuses(2, () => fetch(`${url}/metrics`))).toEqual([200, 200]);
    } finally {
      await close();
    }
  });

  it('are refused by person, and failed sign-ins by address, without affecting valid sign-ins', async () => {
    const { url, call, statuses, close } = await limited({ reads: 3, writes: 1, failedSignIns: 2 });
    try {
      const headers = { authorization: 'Bearer guessed' };
      expect(await statuses(4, () => fetch(`${url}/api/session`, { headers }))).toEqual([401, 401, 429, 429]);
      expect(await statuses(4, () => fetch(`${url}/api/session`))).toEqual([401, 401, 401, 401]);
      expect(await statuses(4, () => call('GET', '/api/session'))).toEqual([200, 200, 200, 429]);
      const tooMany = await call('GET', '/api/session');
      const seconds = Number(tooMany.headers.get('retry-after'));
      expect(((await tooMany.json()) as ProblemBody).remedy).toBe(`Try again in ${seconds} seconds.`);
      const address = await fetch(`${url}/?token=guessed`, { headers: { accept: 'text/html' } });
      expect(Number(address.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      await close();
    }
  });
});
