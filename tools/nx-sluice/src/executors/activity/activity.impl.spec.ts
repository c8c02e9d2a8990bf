import type { ActivityLog } from '@sluice/contract';
import { parseOutput } from '../../testing/published-schema';
import { settings, TemporaryWorkspace } from '../../testing/temporary-workspace';
import hold from '../hold/hold.impl';
import promote from '../promote/promote.impl';
import type { ActivityOptions } from './schema';
import activity from './activity.impl';

const workspace = new TemporaryWorkspace();
const noProject = { context: { projectName: undefined } };
const run = (options: ActivityOptions = {}) => workspace.run(activity, options, noProject);

beforeAll(async () => {
  await workspace.pack('content');
  await workspace.publish({ allowStale: true });
  await workspace.run(promote, { env: 'uat', reason: '=1+1' });
  await workspace.run(hold, { env: 'prod', reason: 'audit\u001b[2J' });
});
afterAll(() => workspace.dispose());

it('lists what happened in all environments as a table', async () => {
  const { success, stdout } = await run();
  expect(success).toBe(true);
  // S3 tells whole seconds, in which all of this may have been done.
  expect(stdout).toMatch(/ prod +hold .*audit\\u001b\[2J/);
  expect(stdout).toMatch(/ uat +promote +[0-9a-f]{8} /);
  expect(stdout).toMatch(/ stage +publish +[0-9a-f]{8} /);
  expect(stdout).toMatch(/\n3 entries shown\.\n$/);
});

it('prints one object in the published form, filtered', async () => {
  const { stdout } = await run({ json: true, env: 'uat', kinds: 'promote,rollback', since: '1h' });
  const log = parseOutput<ActivityLog>('activity', stdout);
  expect(log.entries).toMatchObject([{ kind: 'promote', environments: ['uat'], reason: '=1+1' }]);
  expect((await run({ until: '1h' })).stdout).toBe('Nothing found.\n');
});

it('prints CSV to stdout and everything else to stderr', async () => {
  const { stdout, stderr } = await run({ format: 'csv' });
  expect(stderr).toBe('3 entries shown.\n');
  expect(stdout.split('\r\n')).toHaveLength(5);
  expect(stdout).toContain(`,"'=1+1",`);
  expect(stdout).toContain(',"audit\\u001b[2J",');
});

it.each([
  [{ env: 'uta' }, /no environment "uta".*\n.*"uat"/],
  [{ since: 'yesterday' }, /--since: "yesterday"/],
  [{ format: 'csv', json: true } as const, /Both --json and --format=csv/],
])('refuses %p, and says what to do', async (options, message) => {
  const { success, stderr } = await run(options);
  expect(success).toBe(false);
  expect(stderr).toMatch(message);
});

it('tells the apps apart where there are several, and shows all of them', async () => {
  const { environments } = settings;
  const file = JSON.stringify({ apps: { story: { environments }, store: { environments } } });
  workspace.write('sluice.json', file);
  const { stdout, stderr } = await run({ kinds: 'promote,hold' });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^when .* app +environment/);
  expect(stdout).toMatch(/ story +prod +hold/);
  expect((await run({ app: 'store' })).stdout).toBe('Nothing found.\n');
});
