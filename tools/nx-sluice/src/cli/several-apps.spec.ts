import { AnsweringSluice, type Ended } from '../testing/answering-sluice';
import { TemporaryWorkspace } from '../testing/temporary-workspace';
import { placeIn } from './testing/run-command';

const environments = { stage: { tag: 'latest' }, uat: { tag: 'uat' } };
const workspace = new TemporaryWorkspace();
const answering = new AnsweringSluice();

function project(name: string, publish: object, more: object = {}): void {
  const target = { executor: 'nx-sluice:publish-s3', ...publish };
  workspace.write(
    `apps/${name}/project.json`,
    JSON.stringify({ name, targets: { publish: target }, ...more }),
  );
}

beforeAll(async () => {
  const apps = {
    store: { components: ['store-client'], environments },
    admin: { project: 'back-office', environments: { live: { tag: 'latest' } } },
    '12345': { environments },
  };
  workspace.write('sluice.json', JSON.stringify({ apps }));
  await workspace.pack('content');
  const options = { archive: 'dist/app.zip' };
  project('store', { options });
  project('store-client', { options: { ...options, component: 'store' } });
  project('back-office', { options });
  project('12345', { options });
  project('unrelated', { options });
  workspace.commit('two apps');
});
afterAll(async () => {
  await answering.close();
  workspace.dispose();
});

const run = (...args: string[]) => answering.run(args, placeIn(workspace));
const runAll = async (lines: string[][], place = placeIn(workspace)) => {
  const ended: Ended[] = [];
  for (const args of lines) ended.push(await answering.run(args, place));
  return ended;
};
const keys = async () =>
  (await workspace.versions()).map((line) => line.split(' ')[0]?.replace(/[0-9a-f]{40}/, '<sha>')).sort();

it('publishes each app below its own name, as --app, --project or the folder says', async () => {
  for (const args of [
    ['--app=store'],
    ['--project=back-office'],
    ['--app', '12345'],
    ['--project=store-client'],
  ]) {
    expect(await run('publish', '--allow-stale', ...args)).toMatchObject({ code: 0, stderr: '' });
  }
  expect(await keys()).toEqual([
    '12345/<sha>.zip',
    '12345/_provenance/<sha>.intoto.jsonl',
    '12345/latest.newest.json',
    '12345/latest.zip',
    'admin/<sha>.zip',
    'admin/_provenance/<sha>.intoto.jsonl',
    'admin/latest.newest.json',
    'admin/latest.zip',
    // A component may have the name of an app, its own or another.
    'store/<sha>.zip',
    'store/_provenance/<sha>.intoto.jsonl',
    'store/latest.newest.json',
    'store/latest.zip',
    'store/store/<sha>.zip',
    'store/store/_provenance/<sha>.intoto.jsonl',
    'store/store/latest.newest.json',
    'store/store/latest.zip',
  ]);
  const inFolder = await answering.run(
    ['history', 'live'],
    placeIn(workspace, `${workspace.root}/apps/back-office`),
  );
  expect(inFolder).toMatchObject({ code: 0, stdout: expect.stringContaining('"latest" has') });
});

it('shows all apps, or the one that is named, in the shape that a single app has always had', async () => {
  const all = await run('status', '--json');
  expect(JSON.parse(all.stdout)).toMatchObject({
    schemaVersion: 2,
    apps: [
      { app: '12345' },
      { app: 'store', newest: {} },
      { app: 'admin', environments: [{ name: 'live' }] },
    ],
  });
  expect(all.stderr).toMatch(/admin\n.*\nlive +latest/);
  const one = JSON.parse((await run('status', '--app=admin', '--json')).stdout) as object;
  expect(Object.keys(one)).toEqual(['newest', 'environments']);
});

it('says which apps there are where it cannot tell, with the nearest name', async () => {
  const list = 'Use one of: 12345, store, admin.\n';
  const ended = await runAll([
    ['promote', 'uat'],
    ['promote', 'uat', '--app=stroe'],
    ['package', '--app=admn'],
    ['promote', 'live', '--project=unrelated'],
    ['promote', 'uat', '--app=Store\u001b[31m'],
    ['promote', 'live', '--app=store'],
  ]);
  expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual([
    [
      2,
      'This workspace has several apps; none was selected.\nName one: 12345, store, admin. Pass --app=<name>.\n',
    ],
    [2, `sluice.json has no app "stroe".\nDid you mean "store"? ${list}`],
    [2, `sluice.json has no app "admn".\nDid you mean "admin"? ${list}`],
    [
      2,
      expect.stringMatching(
        /^The project "unrelated" belongs to no app.*\n.*name one: 12345, store, admin\. Pass --app=/,
      ),
    ],
    [2, expect.stringMatching(/^sluice\.json has no app "Store[^\u001b]*$/)],
    [2, 'sluice.json has no environment "live".\nUse one of: stage, uat.\n'],
  ]);
});

/** The commands that a text ends its sentences with, as someone would paste them. */
const pasted = (text: string) =>
  [...text.matchAll(/npx sluice ([^\n`,;]+)/g)].map(([, args = '']) => args.split(' '));

it('prints commands that do what they say when they are pasted, for the app that they are about', async () => {
  expect(await run('reject', 'HEAD', '--app=store', '--reason=slow')).toMatchObject({ code: 0 });
  const refused = await run('promote', 'uat', '--app=store');
  expect(refused.code).toBe(3);
  const [undo = []] = pasted(refused.stderr);
  expect(await run(...undo)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('no longer rejected'),
  });
  expect(await run('promote', 'uat', '--app=store')).toMatchObject({ code: 0 });
  const component = ['--app=store', '--component=store'];
  await run('reject', 'HEAD', ...component, '--reason=slow');
  const [undoComponent = []] = pasted((await run('promote', 'uat', ...component)).stderr);
  expect(undoComponent.slice(2)).toEqual(['--undo', ...component]);
  expect(await run(...undoComponent)).toMatchObject({ code: 0 });
});

it("refuses a project that is another app's, before anything is written", async () => {
  const before = await workspace.versions();
  const owned = await run('publish', '--allow-stale', '--app=admin', '--project=store');
  expect(owned).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('it belongs to "back-office" according to sluice.json'),
  });
  const recorded = await run('publish', '--allow-stale', '--app=store', '--project=unrelated');
  expect(recorded).toMatchObject({
    code: 3,
    stderr: expect.stringContaining(
      'The project "unrelated" cannot publish store/: it belongs to the project "store".',
    ),
  });
  expect(await workspace.versions()).toEqual(before);
});

it('completes names of apps, and the environments of the one that is typed', async () => {
  const ended = await runAll([
    ['--get-yargs-completions', 'sluice', 'status', '--app', ''],
    ['--get-yargs-completions', 'sluice', 'promote', '--app=admin', ''],
  ]);
  expect(ended.map(({ stdout }) => stdout.trim().split('\n'))).toEqual([
    ['12345', 'store', 'admin'],
    ['live'],
  ]);
});

it('names a key that sluice.json has twice', async () => {
  const text =
    '{"apps":{"store":{"environments":{"a":{"tag":"a"}}}, // "b": {\n"store":{"environments":{"b":{"tag":"b"}}}}}';
  const other = new TemporaryWorkspace();
  other.write('sluice.json', text);
  const [ended] = await runAll([['status']], placeIn(other));
  other.dispose();
  expect(ended).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('sluice.json has "apps.store" twice'),
  });
});
