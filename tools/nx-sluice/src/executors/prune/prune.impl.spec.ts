import { TemporaryWorkspace } from '../../testing/temporary-workspace';
import hold from '../hold/hold.impl';
import prune from './prune.impl';
import type { PruneOptions } from './schema';

const workspace = new TemporaryWorkspace();
afterAll(() => workspace.dispose());

const short = (sha: string) => sha.slice(0, 8);
const run = (options: PruneOptions, env: NodeJS.ProcessEnv = {}) => workspace.run(prune, options, { env });
const everything = { olderThan: '1s', keep: 0 };
let unneeded: string;
let newest: string;

async function publish(content: string): Promise<string> {
  const sha = workspace.commit(content);
  await workspace.pack(content);
  const { success, stderr } = await workspace.publish();
  if (!success) throw new Error(stderr);
  return sha;
}

/** What is published while `latest` is held comes to no tag. */
beforeAll(async () => {
  await publish('on latest');
  await workspace.run(hold, { env: 'stage' });
  unneeded = await publish('never on a tag');
  newest = await publish('the newest');
});

/** The bucket's clock shows whole seconds, and an archive is a second old only then. */
async function whenOldEnough() {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const result = await run(everything);
    if (!result.stdout.includes(' recent') || Date.now() > deadline) return result;
  }
}

// One story: each test continues where the one before it ended.
it('has nothing to delete among what is young, and among the newest 20', async () => {
  for (const options of [{}, { olderThan: '1s' }, { keep: 0 }]) {
    const result = await run({ ...options, yes: true });
    expect(result).toMatchObject({ success: true, stderr: '' });
    expect(result.stdout).toBe('Kept: 3 recent.\nNothing was deleted.\n');
  }
});

it('prints what it would delete, with sizes, and writes nothing without --yes', async () => {
  const before = await workspace.versions();
  const result = await whenOldEnough();
  expect(result.stdout).toMatch(new RegExp(`\\n${short(unneeded)} .* \\d+ B +never on a tag\\n`));
  expect(result.stdout).toContain('Kept: 1 used by a version of a tag, 1 the newest commit.\n');
  expect(result.stdout).toMatch(
    /\nWould delete 1 of 3 archives \(\d+ B\)\. Nothing was written. Pass --yes to delete.\n$/,
  );
  const dry = await run({ ...everything, yes: true, json: true }, { NX_DRY_RUN: 'true' });
  expect(JSON.parse(dry.stdout)).toMatchObject({
    dryRun: true,
    toDelete: [{ commit: unneeded }],
    archives: 3,
  });
  for (const options of [{ dryRun: true }, { dryRun: true, yes: true }]) {
    const planned = await run({ ...everything, ...options });
    expect(planned.stdout).toMatch(/\nWould delete 1 of 3 archives/);
  }
  expect(await workspace.versions()).toEqual(before);
});

it('deletes with --yes, and publishes the same commit again', async () => {
  const result = await run({ ...everything, yes: true, json: true });
  expect(JSON.parse(result.stdout)).toMatchObject({ deleted: [{ commit: unneeded }], spared: [] });
  expect(result.stderr).toMatch(/Deleted 1 archive \(\d+ B\) behind delete markers: /);
  const keys = async () => (await workspace.versions()).map((line) => line.split(' ')[0]);
  expect(await keys()).not.toContain(`story/${unneeded}.zip`);
  expect(await keys()).toContain(`story/${newest}.zip`);

  workspace.git('checkout', '-q', unneeded);
  await workspace.pack('never on a tag');
  const again = await workspace.publish();
  expect(again.stdout).toContain(`Published ${short(unneeded)} as story/${unneeded}.zip; latest unchanged`);
  expect(await keys()).toContain(`story/${unneeded}.zip`);
});

it.each([
  [{ olderThan: 'a while' }, /Invalid value for --olderThan: "a while"/, /90d, 26w/],
  [{ olderThan: 90 }, /Invalid value for --olderThan: "90"/, /90d, 26w/],
  [{ keep: -1 }, /Invalid value for --keep: -1/, /whole number/],
])('refuses %j', async (options, message, remedy) => {
  const result = await run({ ...options, yes: true });
  expect(result.success).toBe(false);
  expect(result.stderr).toMatch(message);
  expect(result.stderr).toMatch(remedy);
});
