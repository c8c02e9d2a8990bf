import { Cloud } from '../testing/cloud';
import { connect } from '../console/connect';
import { Metrics } from '../metrics/metrics';
import { runServer, type RunningServer } from '../testing/running-server';
import { settings } from '../testing/cloud';

const variables = process.env;
let cloud: Cloud;
let server: RunningServer;
beforeAll(async () => {
  cloud = await Cloud.open();
  await cloud.publish('Sell umbrellas');
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud.local;
  process.env = {
    ...variables,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const metrics = new Metrics();
  const console = connect({
    settings,
    onRequest: (operation) => metrics.asked(operation),
    onFailure: () => metrics.failed(),
  });
  metrics.watchBoard(() => console?.live.age);
  server = await runServer({ console, metrics });
});
afterAll(async () => {
  await server?.close();
  process.env = variables;
  await cloud?.close();
});

const direct = () => fetch(`${server.url}/metrics`);

it('counts answers by route, and requests to the bucket by operation, as many as reached it', async () => {
  cloud.faults.reset();
  await server.read('/api/board');
  await server.call('GET', '/api/releases/abc');
  await server.call('GET', '/made-up-1');
  const text = await (await direct()).text();
  expect(text).toMatch(
    /sluice_console_http_request_duration_seconds_count\{method="GET",route="\/api\/board",status="200"\} 1/,
  );
  expect(text).toContain('route="/api/releases/:commit",status="404"');
  expect(text).not.toContain('made-up');
  const counted = Number(/sluice_console_s3_requests_total\{operation="HeadObject"\} (\d+)/.exec(text)?.[1]);
  expect(counted).toBeGreaterThan(0);
  expect(counted).toBeLessThanOrEqual(cloud.faults.of('HeadObject'));
  expect(text).toMatch(/sluice_console_board_age_seconds [\d.]+/);
  expect(text).toContain('sluice_console_event_streams 0');
  expect(text).toContain('process_cpu_seconds_total');
});

it('is for a collector on this machine, and for who is signed in', async () => {
  expect((await direct()).status).toBe(200);
  const forwarded = { 'x-forwarded-for': '203.0.113.7' };
  expect((await fetch(`${server.url}/metrics`, { headers: forwarded })).status).toBe(401);
  expect((await server.call('GET', '/metrics', undefined, forwarded)).status).toBe(200);
});
