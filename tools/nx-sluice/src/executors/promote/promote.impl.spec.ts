import { settings, TemporaryWorkspace } from '../../testing/temporary-workspace';
import history from '../history/history.impl';
import promote, { normalizeOptions } from './promote.impl';
import type { PromoteOptions } from './schema';

const workspace = new TemporaryWorkspace();
afterAll(() => workspace.dispose());

const short = (sha: string) => sha.slice(0, 8);
const run = (options: PromoteOptions, env: NodeJS.ProcessEnv = {}) =>
  workspace.run(promote, options, { env });
let first: string;
let second: string;

beforeAll(async () => {
  first = workspace.git('rev-parse', 'HEAD');
  await workspace.pack('one');
  await workspace.publish();
  second = workspace.commit('second \u001b[31mred\u202e');
  await workspace.pack('two');
  await workspace.publish();
});

// One story: each test continues where the one before it ended.
it.each([
  ['--dryRun', { dryRun: true }, {}],
  ['NX_DRY_RUN', {}, { NX_DRY_RUN: 'true' }],
])('shows the plan and writes nothing with %s', async (_, options, env) => {
  const before = await workspace.versions();
  const result = await run({ env: 'uat', ...options }, env);
  expect(result).toMatchObject({ success: true, stderr: '' });
  expect(result.stdout).toContain(`Plan: uat ("uat"), now nothing → ${short(second)}`);
  expect(result.stdout).toMatch(/Dry run: nothing was written\.\n$/);
  expect(await workspace.versions()).toEqual(before);
});

it('promotes a short sha, and then the newer one with commits and files in the plan', async () => {
  const result = await run({ env: 'uat', sha: short(first) });
  expect(result.success).toBe(true);
  expect(result.stdout).toMatch(new RegExp(`Promoted ${short(first)}: "uat" moved to it\\.\n$`));
  const next = await run({ env: 'uat', reason: 'release 2' });
  expect(next.stdout).toContain('Forward by 1 commit:');
  expect(next.stdout).toContain('Files: 0 added, 1 changed, 0 removed');
  expect(next.stdout).toMatch(
    new RegExp(`Promoted ${short(second)}: "uat" moved from ${short(first)} to it\\.\n$`),
  );
});

it('never sends text of a commit to the terminal unescaped', async () => {
  const { stdout } = await run({ env: 'uat', dryRun: true });
  expect(stdout).toContain('second \\u001b[31mred');
  expect(stdout).not.toMatch(/[\u001b\u202e]/);
});

it('has nothing to do where the content is already', async () => {
  const before = await workspace.versions();
  const result = await run({ env: 'uat' });
  expect(result.success).toBe(true);
  expect(result.stdout).toMatch(
    new RegExp(`"uat" already has the content of ${short(second)}\\. Nothing was written\\.\n$`),
  );
  expect(await workspace.versions()).toEqual(before);
});

it('asks before prod, and without a terminal wants --yes', async () => {
  const before = await workspace.versions();
  const asked = await run({ env: 'prod' });
  expect(asked.success).toBe(false);
  expect(asked.stderr).toBe(
    'A promotion to prod requires confirmation, and there is no terminal to prompt on.\nReview the plan, then pass --yes.\n',
  );
  expect(await workspace.versions()).toEqual(before);
  const done = await run({ env: 'prod', yes: true, json: true });
  expect(done.success).toBe(true);
  expect(JSON.parse(done.stdout)).toMatchObject({ tag: 'prod', outcome: 'moved', commit: second });
  expect(done.stderr).toContain('ok: it has been deployed to uat');
});

it('refuses prod to an archive that was not deployed to uat', async () => {
  workspace.commit('third');
  await workspace.pack('three');
  await workspace.publish();
  const before = await workspace.versions();
  const result = await run({ env: 'prod', yes: true });
  expect(result.success).toBe(false);
  expect(result.stdout).toContain('REFUSED: not deployed to uat yet');
  expect(result.stderr).toBe(
    'The promotion to "prod" is refused: not deployed to uat yet.\nPromote it to uat first, or override it with a reason.\n',
  );
  expect(await workspace.versions()).toEqual(before);
});

it('skips what it lacks when someone says why, and the history keeps that', async () => {
  const planned = await run({ env: 'prod', override: 'prod is down', dryRun: true });
  expect(planned.stdout).toContain('OVERRIDDEN: not deployed to uat yet');
  const done = await run({ env: 'prod', yes: true, override: 'prod is down', reason: 'release 3' });
  expect(done.success).toBe(true);
  const { entries } = JSON.parse((await workspace.run(history, { env: 'prod', json: true })).stdout);
  expect(entries[0]).toMatchObject({ reason: 'override of requires: prod is down; release 3' });
});

it('refuses what is too young, and what comes in a freeze, each in its own words', async () => {
  const freeze = [{ schedule: '* * * * *', duration: '2h', timeZone: 'Europe/Berlin', reason: 'year end' }];
  const uat = { tag: 'uat', minAge: '24h', freeze };
  workspace.write(
    'sluice.json',
    JSON.stringify({ ...settings, environments: { ...settings.environments, uat } }),
  );
  const before = await workspace.versions();
  const result = await run({ env: 'uat' });
  expect(result.stdout).toMatch(/REFUSED: uat is frozen until .* Europe\/Berlin: year end\n/);
  expect(result.stdout).toMatch(
    /REFUSED: it was published \S+ ago; uat requires archives to be at least 24h old\n/,
  );
  expect(result.stderr).toMatch(
    /^The promotion to "uat" is refused for 2 reasons: \(1\) uat is frozen until .*; \(2\) it was published .*\.\n\(1\) Wait until .*, or override it.*\. \(2\) Wait until .* UTC, or override it/,
  );
  expect(await workspace.versions()).toEqual(before);
});

it('reads what Nx took for numbers as the text that was typed', () => {
  const overrides = { __overrides_unparsed__: ['--sha=1234567', '--reason', '1e3'] };
  const tasks = { 'app:promote': { overrides } };
  const context = workspace.context({ targetName: 'promote', taskGraph: { tasks } as never });
  expect(normalizeOptions({ env: 'uat', sha: 1234567, reason: 1000 }, context)).toEqual({
    env: 'uat',
    sha: '1234567',
    reason: '1e3',
    override: undefined,
    dryRun: false,
    yes: false,
  });
  expect(normalizeOptions({ env: 'uat' }, context)).toMatchObject({ sha: 'HEAD', reason: undefined });
});
