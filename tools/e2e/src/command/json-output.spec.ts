import { parseOutput } from 'nx-sluice';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { eventually } from './testing/eventually';
import { StoryApp } from './testing/story-app';

jest.setTimeout(180_000);

const app = new StoryApp();
const seen = new Set<string>();
let first: string;

/** Runs a command and holds what it prints to the schema that is published for it. */
function json<T>(...args: string[]): Promise<T> {
  seen.add(args[0] ?? '');
  return app.json<T>(args);
}

beforeAll(async () => {
  await app.open();
  first = app.workspace.commitServer('one');
});
afterAll(() => app.close());

// One story: each test continues where the one before it ended.
it('describes a packed archive, and a publication', async () => {
  expect(await json('package')).toMatchObject({ archive: 'dist/app.zip', files: 1 });
  expect(await json('publish', '--watch')).toMatchObject({ deployment: { succeeded: true } });
  expect(await json('publish')).toMatchObject({ archive: { outcome: 'present' } });
});

it('describes the plan of a promotion, and what became of it', async () => {
  const plan = { tag: 'uat', environments: ['uat'], to: { commit: first }, isCurrent: false };
  expect(await json('promote', 'uat', '--dry-run')).toMatchObject({ dryRun: true, plan });
  expect(await json('promote', 'uat', '--watch')).toMatchObject({
    outcome: 'moved',
    deployment: { results: [{ environment: 'uat', end: { kind: 'succeeded' } }] },
  });
  app.workspace.commitServer('two');
  await json('package');
  await json('publish', '--watch');
  const { plan: next } = await json<{ plan: unknown }>('promote', 'uat', '--dry-run');
  expect(next).toMatchObject({
    from: { commit: first },
    ancestry: 'ancestor',
    commits: [{ subject: 'two' }],
    files: { changed: ['app/server/main.js'] },
    gateResults: [],
  });
});

it('describes what is where, and what was', async () => {
  expect(await json('diff', 'uat', 'HEAD')).toMatchObject({ from: { kind: 'environment' }, isSame: false });
  expect(await json('diff', 'uat', first)).toMatchObject({ isSame: true });
  expect(await json('status')).toMatchObject({ environments: [{ name: 'stage' }, {}, { name: 'prod' }] });
  expect(await json('history', 'prod')).toMatchObject({ entries: [] });
  expect(await json('history', 'uat')).toMatchObject({ entries: [{ runs: [{ status: 'Succeeded' }] }] });
  expect(await json('activity', 'uat')).toMatchObject({
    entries: [{ kind: 'promote', commit: first }],
  });
  expect(await json('metrics')).toMatchObject({
    environments: [{ name: 'stage' }, { total: { deployments: 1 } }, { total: { deployments: 0 } }],
  });
  expect(await json('verify', first)).toMatchObject({
    subject: { kind: 'archive', commit: first },
    trust: 'unsigned',
  });
  expect(await json('doctor')).toMatchObject({
    findings: expect.arrayContaining([expect.objectContaining({ state: 'ok' })]),
  });
});

it('describes what the shared cache did for a command', async () => {
  seen.add('cache');
  const { stdout } = await app.sluice('cache', '--json', '--', 'node', '-e', '0');
  expect(parseOutput('cache', stdout)).toMatchObject({ exitCode: 0, hits: 0, stored: 0 });
});

it('describes holds and rejections', async () => {
  expect(await json('hold', 'uat', '--reason=freeze')).toMatchObject({ outcome: 'held' });
  expect(await json('hold', 'uat')).toMatchObject({ outcome: 'present', hold: { reason: 'freeze' } });
  expect(await json('unhold', 'uat')).toMatchObject({ outcome: 'removed' });
  expect(await json('reject', 'HEAD', '--reason=too slow')).toMatchObject({
    outcome: 'rejected',
    environments: ['stage'],
  });
});

it('describes rollbacks and new runs', async () => {
  expect(await json('rollback', 'stage', '--dry-run')).toMatchObject({
    dryRun: true,
    basis: 'ran-well',
    to: { commit: first },
  });
  expect(await json('rollback', 'stage')).toMatchObject({ outcome: 'moved', commit: first });
  expect(await json('redeploy', 'uat', '--dry-run')).toMatchObject({ dryRun: true });
  expect(await json('redeploy', 'uat', '--watch')).toMatchObject({
    started: [{ environment: 'uat' }],
    deployment: { succeeded: true },
  });
  expect(await json('watch', 'uat')).toMatchObject({ deployment: { succeeded: true } });
  await eventually('both to have come up', async () => {
    const { environments } = await json<{ environments: { run?: { status: string } }[] }>('status');
    return environments.slice(0, 2).every(({ run }) => run?.status === 'Succeeded');
  });
});

it('describes what is to be deleted, and what was', async () => {
  // Stage is held since the rollback, so no tag ever gets to three.
  const third = app.workspace.commitServer('three');
  for (const next of ['four', undefined]) {
    await json('package');
    expect(await json('publish')).toMatchObject({ latest: { outcome: 'kept', why: 'held' } });
    if (next !== undefined) app.workspace.commitServer(next);
  }
  const args = ['prune', '--older-than=1s', '--keep=0'];
  const gone = [{ commit: third, subject: 'three' }];
  let plan: { kept: { recent: number } };
  await eventually('the newest to be more than a second old', async () => {
    plan = await json<typeof plan>(...args);
    return plan.kept.recent === 0;
  });
  expect(plan!).toMatchObject({ dryRun: true, toDelete: gone, kept: { needed: 2, newest: 1 } });
  expect(await json(...args, '--yes')).toMatchObject({ deleted: gone, spared: [] });
});

// These print where they serve, and serve until they are stopped: start.spec and console.spec of the plugin hold them.
const servers = ['console', 'start'];

it('covers every command', () => {
  const schemas = readdirSync(resolve(__dirname, '../../../nx-sluice/schemas/output'));
  expect(schemas.map((name) => name.replace('.schema.json', '')).sort()).toEqual(
    [...seen, ...servers].sort(),
  );
});
