import type { Deployment, History, UnholdResult, PublishResult, Rollback, Status } from '@sluice/contract';
import { StoryApp } from './testing/story-app';

jest.setTimeout(180_000);

const app = new StoryApp();
const amy = 'Amy Anderson <amy@example.org>';
const short = (sha: string) => sha.slice(0, 8);

beforeAll(() => app.open());
afterAll(() => app.close());

type Watched<T> = T & { deployment: Deployment };

/** Packs what is checked out, publishes it and, unless told otherwise, follows it. */
async function publish(reason: string, code: number, ...more: string[]): Promise<Watched<PublishResult>> {
  await app.json(['package']);
  return app.json(['publish', `--reason=${reason}`, ...more], code);
}

async function stage() {
  const { environments } = await app.json<Status>(['status']);
  const [found] = environments;
  if (found === undefined) throw new Error('There is no stage.');
  return found;
}

// One story: each test continues where the one before it ended.
let first: string;
let bad: string;
let third: string;

it('publishes A, and stage runs it', async () => {
  first = app.workspace.commitServer('A greets');
  const { commit, deployment } = await publish('the first version', 0, '--watch');
  expect(commit).toBe(first);
  expect(deployment.results.map(({ environment, end }) => [environment, end.kind])).toEqual([
    ['stage', 'succeeded'],
  ]);
  expect(await app.served('stage')).toBe(first);
});

it('publishes B, which fails in stage: exit code 5, and A continues serving', async () => {
  bad = app.workspace.commitBrokenServer('B cannot find its database');
  const { latest, deployment } = await publish('faster queries', 5, '--watch');
  expect(latest).toMatchObject({ outcome: 'moved', from: first });
  const [result] = deployment.results;
  expect(result?.end).toMatchObject({ kind: 'failed', stage: { name: 'Deploy' } });
  expect(JSON.stringify(result?.end)).toContain('B cannot find its database');
  expect(await app.served('stage')).toBe(first);
});

it('watches what became of B, and ends as --watch did', async () => {
  const { deployment } = await app.json<{ deployment: Deployment }>(['watch', 'stage'], 5);
  expect(deployment).toMatchObject({ commit: bad, succeeded: false, results: [{ end: { kind: 'failed' } }] });
});

it('shows in the status that stage does not run what its tag names', async () => {
  expect(await stage()).toMatchObject({
    current: { commit: bad, actor: amy, reason: 'faster queries' },
    run: { status: 'Failed' },
    live: { commit: first, isOnTag: false },
  });
  const { stdout } = await app.sluice('status');
  expect(stdout).toContain(`stage runs ${short(first)}, but "latest" has ${short(bad)}.`);
});

it('rolls stage back to A, and holds it there', async () => {
  const args = ['rollback', 'stage', '--reason=no database', '--watch'];
  const rollback = await app.json<Watched<Rollback>>(args);
  expect(rollback).toMatchObject({ outcome: 'moved', from: bad, commit: first, hold: { outcome: 'held' } });
  expect(rollback.deployment.succeeded).toBe(true);
  expect(await stage()).toMatchObject({
    current: { commit: first },
    live: { commit: first, isOnTag: true },
    hold: { actor: amy, reason: expect.stringContaining('no database') },
    behind: 1,
  });
});

it('watches the rollback, runs it again with a reason, and keeps who and why', async () => {
  const watched = await app.json<{ deployment: Deployment }>(['watch', 'stage']);
  expect(watched.deployment).toMatchObject({ commit: first, succeeded: true });
  await app.json(['redeploy', 'stage', '--reason=the password was rotated', '--watch']);
  const { activity } = await app.json<History>(['history', 'stage']);
  expect(activity.map(({ kind, actor, reason }) => [kind, actor, reason])).toEqual([
    ['redeploy', amy, 'the password was rotated'],
    ['rollback', amy, expect.stringMatching(/^rolled back .*: no database$/)],
    ['hold', amy, 'for a rollback: no database'],
    ['move', amy, 'faster queries'],
    ['move', amy, 'the first version'],
  ]);
});

it('publishes C, leaves the held latest alone and says so', async () => {
  third = app.workspace.commitServer('C greets from a database');
  const { archive, latest } = await publish('the database is found', 0);
  expect(archive.outcome).toBe('uploaded');
  expect(latest).toMatchObject({
    outcome: 'kept',
    why: 'held',
    explanation: expect.stringMatching(
      /^"latest" is on hold by Amy Anderson <amy@example.org> since .*: no database$/,
    ),
  });
  expect(await app.served('stage')).toBe(first);
});

it('releases the hold, and latest moves on to C', async () => {
  const args = ['unhold', 'stage', '--reason=C is fixed', '--watch'];
  const release = await app.json<Watched<UnholdResult>>(args);
  expect(release).toMatchObject({ outcome: 'removed', moved: { from: first, commit: third } });
  expect(release.deployment.succeeded).toBe(true);
  expect(await app.served('stage')).toBe(third);
});

it('lists every step in the history, with who, why and how it ended', async () => {
  const { entries } = await app.json<History>(['history', 'stage']);
  const back = `rolled back from ${short(bad)} to ${short(first)}: no database`;
  expect(entries).toMatchObject([
    { commit: third, previous: first, reason: 'C is fixed', runs: [{ status: 'Succeeded' }] },
    { commit: first, previous: bad, reason: back, runs: [{ status: 'Succeeded' }] },
    { commit: bad, previous: first, reason: 'faster queries', runs: [{ status: 'Failed' }] },
    { commit: first, reason: 'the first version', runs: [{ status: 'Succeeded' }] },
  ]);
  for (const { actor, by } of entries) expect([actor, by]).toEqual([amy, 'sluice']);
  expect(entries.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
});
