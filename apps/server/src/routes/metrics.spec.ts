import type { Metrics } from '@sluice/contract';
import { Cloud } from '../testing/cloud';
import { consoleOf, runServer, type RunningServer } from '../testing/running-server';

let cloud: Cloud;
let server: RunningServer;
beforeAll(async () => {
  cloud = await Cloud.open();
  await cloud.promote('uat', await cloud.publish('Sell umbrellas'));
  server = await runServer({ console: consoleOf(cloud) });
});
afterAll(async () => {
  await server?.close();
  await cloud?.close();
});

const totals = ({ environments }: Metrics) =>
  environments.map(({ name, total }) => [name, total.deployments]);

it.each(['timeZone=Mars/Olympus', 'weeks=0', 'weeks=54'])('refuses %s', async (query) => {
  expect((await server.call('GET', `/api/metrics?${query}`)).status).toBe(400);
});

it('gives the figures of every environment by week, and new ones after a deployment', async () => {
  const metrics = await server.read<Metrics>('/api/metrics?weeks=3');
  expect(metrics).toMatchObject({ app: 'shop-console', timeZone: 'UTC' });
  expect(metrics.environments[0]?.weeks).toHaveLength(3);
  expect(totals(metrics)).toEqual([
    ['stage', 1],
    ['uat', 1],
    ['prod', 0],
  ]);
  const answer = await server.call('GET', '/api/metrics?weeks=3');
  const headers = { 'if-none-match': answer.headers.get('etag') ?? '' };
  expect((await server.call('GET', '/api/metrics?weeks=3', undefined, headers)).status).toBe(304);
  const commit = await cloud.publish('Sell boots');
  const plan = await server.call('POST', '/api/environments/uat/promotion-plan', { commit });
  const { expects } = (await plan.json()) as { expects: string };
  await server.call('POST', '/api/environments/uat/promotions', { commit, expects, reason: 'more' });
  expect(totals(await server.read<Metrics>('/api/metrics'))[1]).toEqual(['uat', 2]);
});
