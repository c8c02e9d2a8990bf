import { openOtherCloud } from '../../testing/refusing-clouds';
import { TemporaryWorkspace } from '../../testing/temporary-workspace';
import status from './status.impl';

const workspace = new TemporaryWorkspace();
let cloud: Awaited<ReturnType<typeof openOtherCloud>>;
const environments = { stage: { tag: 'latest' } };
beforeAll(async () => {
  cloud = await openOtherCloud();
});
afterAll(async () => {
  workspace.dispose();
  await cloud.close();
});

function run(apps: object, json = false) {
  workspace.write('sluice.json', JSON.stringify({ apps }));
  const env = { ...cloud.env, SLUICE_BUCKET: '', AWS_ENDPOINT_URL: cloud.env.AWS_ENDPOINT_URL_S3 };
  return workspace.run(status, { json }, { env, context: { projectName: undefined } });
}

const missing = { bucket: 'no-such-bucket', environments };

it('shows the apps that can be read, and says which one cannot and why', async () => {
  const apps = { store: { environments }, admin: missing, manual: { environments } };
  const result = await run(apps);
  expect(result).toMatchObject({ success: false, exitCode: 1 });
  const lines = result.stdout.split('\n');
  for (const shown of ['store', 'manual']) expect(lines).toContain(shown);
  expect(result.stdout).toMatch(/admin: The bucket "no-such-bucket" does not exist\. \w+/);
  expect(result.stdout).toMatch(/store: No archives published yet. manual: No archives published yet./);
  expect(result.stderr).toMatch(/^1 of 3 apps could not be read: admin\.\n.*--app=<name>/m);
  const { stdout } = await run(apps, true);
  expect(JSON.parse(stdout)).toMatchObject({
    apps: [{ app: 'store' }, { app: 'manual' }],
    failed: [{ app: 'admin', message: 'The bucket "no-such-bucket" does not exist.' }],
  });
});

it('tells what keeps every app from being read once, as for a single one', async () => {
  const result = await run({ store: missing, admin: missing });
  expect(result).toMatchObject({ success: false, exitCode: 1 });
  expect(result.stderr).toMatch(/^The bucket "no-such-bucket" does not exist\./);
});

it('prints a table of Markdown for each app to stdout, and everything else to stderr', async () => {
  workspace.write(
    'sluice.json',
    JSON.stringify({ apps: { store: { environments }, admin: { environments } } }),
  );
  const env = { ...cloud.env, SLUICE_BUCKET: '', AWS_ENDPOINT_URL: cloud.env.AWS_ENDPOINT_URL_S3 };
  const more = { env, context: { projectName: undefined } };
  const { stdout, stderr } = await workspace.run(status, { format: 'markdown' }, more);
  expect(stdout.match(/^### .*$/gm)).toEqual(['### `store`', '### `admin`']);
  expect(stdout).toContain('| `stage` | – |');
  expect(stderr).toContain('store: No archives published yet.');
  const both = await workspace.run(status, { format: 'markdown', json: true }, more);
  expect(both).toMatchObject({ success: false, exitCode: 2 });
});
