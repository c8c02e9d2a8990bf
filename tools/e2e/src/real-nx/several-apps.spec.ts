import { resolveApps } from '@sluice/release';
import { openLocalApp, runSluice, type Finished, type LocalApp } from '@sluice/dev';
import { eventually } from '../command/testing/eventually';
import { versionsIn } from './testing/bucket-content';
import { nxOnTerminal, publishedSummary } from './testing/on-terminal';
import { SmallApps } from './testing/small-apps';

jest.setTimeout(180_000);

const apps = new SmallApps(['store', 'admin']);
const { clone } = apps;
clone.append('apps/admin/.env', 'SLUICE_ACTOR=admins\n');
clone.commit('variables of a project');
const first = clone.git('rev-parse', 'HEAD');
let local: LocalApp;

beforeAll(async () => {
  const file = JSON.parse(String(await clone.read('sluice.json'))) as unknown;
  const env = { SLUICE_LOCAL_CLOUD: clone.cloud };
  local = await openLocalApp({
    apps: resolveApps({ file, env }),
    folder: clone.cloud,
    port: 0,
    publicPort: () => 0,
  });
});
afterAll(async () => {
  await local?.close();
  clone.dispose();
});

const affected = () => clone.nx(['affected', '-t', 'publish', '--base=HEAD~1', '--output-style=static']);
/** Without Nx, except for what it asks Nx itself. */
const sluice = (...args: string[]) =>
  runSluice(args, { cwd: clone.root, env: { SLUICE_LOCAL_CLOUD: clone.cloud } });
const keys = async () => Object.keys(await versionsIn(clone.cloud)).sort();

function expectDone(run: Finished): void {
  if (run.code !== 0) throw new Error(`Nx ended with ${run.code}:\n${run.output}`);
}

/** What the server of an environment says once it greets so. */
function serves(environment: string, greeting: string) {
  return eventually(`${environment} to say: ${greeting}`, async () => {
    // Until a first version runs, the local load balancer says so in plain text.
    const answer = await fetch(local.pipelines.urls[environment] ?? '')
      .then((response) => response.json() as Promise<{ greeting: string; app: string }>)
      .catch(() => undefined);
    return answer?.greeting === greeting ? answer : undefined;
  });
}

// One story: each test continues where the one before it ended.
it('publishes both apps as Nx runs a batch, each below its own prefix, and both serve', async () => {
  const run = await clone.nx(['run-many', '-t', 'publish', '--output-style=static', '--batch']);
  expectDone(run);
  const sha = first.slice(0, 8);
  for (const app of ['admin', 'store'])
    expect(run.output).toMatch(
      new RegExp(`> nx run ${app}:publish\\s+Verified 1 file, .*\\n(.*\\n){2}Published ${sha} as ${app}/`),
    );
  expect(publishedSummary(run.output)).toEqual([
    'sluice: 2 published:',
    `  admin: Published ${sha} as admin/${first}.zip; latest moved to ${sha}.`,
    `  store: Published ${sha} as store/${first}.zip; latest moved to ${sha}.`,
  ]);
  expect((await keys()).sort()).toEqual(
    [
      `admin/${first}.zip`,
      `admin/_provenance/${first}.intoto.jsonl`,
      'admin/latest.newest.json',
      'admin/latest.zip',
      `store/${first}.zip`,
      `store/_provenance/${first}.intoto.jsonl`,
      'store/latest.newest.json',
      'store/latest.zip',
    ].sort(),
  );
  expect(await serves('store.stage', 'store greets')).toMatchObject({ app: 'store' });
  expect(await serves('admin.stage', 'admin greets')).toMatchObject({ app: 'admin' });
});

it('publishes with the variables of the project in a batch, too, and only that project', async () => {
  const { apps: all } = JSON.parse((await sluice('status', '--json')).stdout) as {
    apps: { app: string; environments: { live: { actor: string } }[] }[];
  };
  const actors = all.map(({ app, environments }) => [app, environments[0]?.live.actor]);
  expect(actors).toEqual([
    ['store', expect.not.stringContaining('admins')],
    ['admin', 'admins'],
  ]);
});

it('ships the app alone that a commit changed, and says so below the terminal UI of Nx', async () => {
  apps.greet('admin', 'admin greets anew');
  const second = clone.commit('a new greeting');
  const before = await versionsIn(clone.cloud);
  const run = await nxOnTerminal(clone, ['affected', '-t', 'publish', '--base=HEAD~1']);
  expect(run.code).toBe(0);
  expect(publishedSummary(run.output)).toEqual([
    'sluice: 1 published:',
    expect.stringMatching(new RegExp(`^  admin: Published ${second.slice(0, 8)} as admin/${second}\\.zip`)),
  ]);
  const after = await versionsIn(clone.cloud);
  const added = Object.keys(after).filter((key) => !(key in before));
  expect(new Set(added)).toEqual(
    new Set([`admin/${second}.zip`, `admin/_provenance/${second}.intoto.jsonl`]),
  );
  expect(after['admin/latest.zip']).toHaveLength(2);
  expect(after['store/latest.zip']).toEqual(before['store/latest.zip']);
  await serves('admin.stage', 'admin greets anew');
  await serves('store.stage', 'store greets');
});

it('lets an ancestor be used for a commit that is not checked out, by the project graph of that commit', async () => {
  clone.append('README.md', '\nMore words.\n');
  const args = clone.commit('words only');
  apps.greet('store', 'store greets anew');
  const code = clone.commit('code');
  clone.append('README.md', '\nStill more words.\n');
  clone.commit('words again');
  const options = (sha: string) => ['--app=store', '--tag=latest', `--sha=${sha}`];
  try {
    const run = await clone.nx(['run', 'store:promote', ...options(args), '--dryRun']);
    expectDone(run);
    expect(run.output).toContain(`${args.slice(0, 8)} has no archive of its own. The archive of`);
    for (const sha of [code, 'HEAD'])
      expect((await sluice('promote', ...options(sha), '--dry-run')).stderr).toContain('was not published');
  } finally {
    clone.git('reset', '-q', '--hard', 'HEAD~3');
  }
});

it('refuses a dirty tree before anything is built, and lets every other target run', async () => {
  clone.append('apps/store/src/new.js', '');
  try {
    const run = await clone.nx(['run-many', '-t', 'publish', '--output-style=static']);
    expect(run.code).toBe(1);
    expect(run.output).toContain('The working tree differs from the commit: apps/store/src/new.js.');
    expect(run.output).not.toMatch(/nx run \w+:package/);
    expectDone(await clone.nx(['run', 'store:package']));
  } finally {
    clone.git('clean', '-qf', 'apps');
  }
});

it('tells in one status of both apps, and for a project of its own', async () => {
  const all = JSON.parse((await sluice('status', '--json')).stdout) as { apps: object[] };
  expect(all).toMatchObject({
    schemaVersion: 2,
    apps: [
      {
        app: 'store',
        newest: { commit: first },
        environments: [{ name: 'stage' }, { name: 'uat' }, { name: 'prod' }],
      },
      { app: 'admin', newest: { subject: 'a new greeting' } },
    ],
  });
  const own = await clone.nx(['run', 'store:status']);
  expectDone(own);
  expect(publishedSummary(own.output)).toEqual([]);
  expect(own.output).toContain(`${first.slice(0, 8)} is the newest published`);
  expect(own.output).not.toContain('a new greeting');
});

it('refuses a second project that would publish to an app, and writes nothing', async () => {
  apps.project('intruder', { options: { app: 'store' } });
  apps.greet('intruder', 'intruder greets');
  clone.commit('a second project');
  const before = await versionsIn(clone.cloud);
  const run = await affected();
  expect(run.code).not.toBe(0);
  expect(publishedSummary(run.output)).toEqual([
    'sluice: 0 published, 1 not published:',
    '  intruder: failed.',
  ]);
  expect(run.output).toContain(
    'The project "intruder" cannot publish store/: it belongs to the project "store".',
  );
  expect(await versionsIn(clone.cloud)).toEqual(before);
});

it('lets a project that was renamed continue by its former name', async () => {
  clone.git('reset', '-q', '--hard', 'HEAD~1');
  apps.project('webshop-of-store', { options: { app: 'store' } });
  apps.greet('webshop-of-store', 'store greets by a new name');
  clone.git('rm', '-q', '-r', 'apps/store');
  const renamed = clone.commit('rename the project');
  expectDone(await clone.nx(['run', 'webshop-of-store:publish', '--renamedFrom=store']));
  expect(await keys()).toContain(`store/${renamed}.zip`);
  await serves('store.stage', 'store greets by a new name');
});
