import type { Metrics } from '@sluice/contract';
import { parseOutput } from '../../testing/published-schema';
import { TemporaryWorkspace } from '../../testing/temporary-workspace';
import promote from '../promote/promote.impl';
import type { MetricsOptions } from './schema';
import metrics from './metrics.impl';

const workspace = new TemporaryWorkspace();
const run = (options: MetricsOptions = {}) => workspace.run(metrics, options);

beforeAll(async () => {
  await workspace.pack('content');
  await workspace.publish({ allowStale: true });
  await workspace.run(promote, { env: 'uat' });
});
afterAll(() => workspace.dispose());

it('shows the figures of each environment and week as a table', async () => {
  const { success, stdout } = await run({ weeks: 2, env: 'uat' });
  expect(success).toBe(true);
  const lines = stdout.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^environment +week +deployments +lead time +change failure rate$/);
  expect(lines[1]).toMatch(/^uat +\d{4}-W\d\d +0$/);
  expect(lines[3]).toMatch(/^ +all +1 +\w+ +0% \(0 of 1\)$/);
  expect(lines.at(-1)).toBe('uat: 1 deployment.');
});

it('prints one object in the published form', async () => {
  const { stdout } = await run({ json: true, weeks: 1, timeZone: 'Asia/Kolkata' });
  expect(parseOutput<Metrics>('metrics', stdout)).toMatchObject({
    app: 'story',
    timeZone: 'Asia/Kolkata',
    environments: [{ name: 'stage', total: { changes: 1 } }, { name: 'uat' }, { name: 'prod' }],
  });
});

it.each([
  [{ timeZone: 'Mars/Olympus' }, /--timeZone: "Mars\/Olympus"/],
  [{ env: 'uta' }, /no environment "uta"/],
])('refuses %p', async (options, message) => {
  const { success, stderr } = await run(options);
  expect(success).toBe(false);
  expect(stderr).toMatch(message);
});
