import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryWorkspace } from '../../testing/temporary-workspace';

let workspace: TemporaryWorkspace;
beforeEach(() => {
  workspace = new TemporaryWorkspace();
});
afterEach(() => workspace.dispose());

const archive = 'dist/app.zip';
const head = () => workspace.git('rev-parse', 'HEAD');
const short = (sha: string) => sha.slice(0, 8);
const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);
const publish = (more: Parameters<TemporaryWorkspace['publish']>[0] = {}) =>
  workspace.publish({ archive, ...more });

it('uploads and moves latest, then has nothing to do, then copies what is there', async () => {
  await workspace.pack('one');
  const first = head();
  const done = await publish();
  expect(done).toMatchObject({ success: true, stderr: '' });
  expect(lastLine(done.stdout)).toBe(
    `Published ${short(first)} as story/${first}.zip; latest moved to ${short(first)}.`,
  );
  const before = await workspace.versions();
  // The archive, its provenance, the tag, and the register beside it.
  expect(before).toHaveLength(4);

  const again = await publish();
  expect(again.success).toBe(true);
  expect(lastLine(again.stdout)).toBe(
    `${short(first)} is already published; latest unchanged: it already has this content, from ${short(first)}. Nothing was written.`,
  );
  expect(await workspace.versions()).toEqual(before);

  const second = workspace.commit('words only');
  const copied = await publish();
  expect(lastLine(copied.stdout)).toBe(
    `Published ${short(second)} as story/${second}.zip, copied inside the bucket; latest unchanged: it already has this content, from ${short(first)}.`,
  );
});

it('moves latest from the commit before, and not back to it', async () => {
  await workspace.pack('one');
  const first = head();
  await publish();
  const middle = workspace.commit('in the middle');
  const second = workspace.commit('second');
  await workspace.pack('two');
  expect(lastLine((await publish()).stdout)).toBe(
    `Published ${short(second)} as story/${second}.zip; latest moved from ${short(first)} to ${short(second)}.`,
  );
  workspace.git('checkout', '-q', middle);
  await workspace.pack('between');
  const late = await publish();
  expect(late.success).toBe(true);
  expect(lastLine(late.stdout)).toBe(
    `Published ${short(middle)} as story/${middle}.zip; latest unchanged: ${short(second)} on it is newer than ${short(middle)}.`,
  );
});

it('publishes the archive of a branch that is not merged, leaves latest, and says what to do', async () => {
  await workspace.pack('one');
  const first = head();
  await publish();
  workspace.git('switch', '-q', '-c', 'feature');
  const second = workspace.commit('on a branch');
  await workspace.pack('two');
  const unmerged = await publish();
  expect(unmerged.success).toBe(true);
  expect(lastLine(unmerged.stdout)).toBe(
    `Published ${short(second)} as story/${second}.zip; latest unchanged: ${short(second)} is not on main. Merge it, or name its branch in sluice.json under publish.branches. Or publish with --force.`,
  );
  workspace.git('branch', '-f', 'main');
  const merged = await publish();
  expect(lastLine(merged.stdout)).toBe(
    `${short(second)} is already published; latest moved from ${short(first)} to ${short(second)}.`,
  );
});

it('adds one line about its project to the job summary, whatever Nx shows of its output', async () => {
  await workspace.pack('one');
  const file = join(workspace.root, 'dist/summary.md');
  const env = { GITHUB_STEP_SUMMARY: file };
  await workspace.publish({ archive }, { env });
  await workspace.publish({ archive, json: true }, { env });
  const lines = readFileSync(file, 'utf8').trim().split('\n\n');
  const sha = short(head());
  expect(lines).toEqual([
    expect.stringMatching(new RegExp(`^\\*\\*app\\*\\*: Published ${sha}`)),
    expect.stringMatching(new RegExp(`^\\*\\*app\\*\\*: ${sha} is already published`)),
  ]);
});

it('prints one object on stdout with --json, and everything else on stderr', async () => {
  await workspace.pack('one');
  const { stdout, stderr } = await publish({ json: true });
  expect(JSON.parse(stdout)).toMatchObject({
    commit: head(),
    archive: { key: `story/${head()}.zip`, outcome: 'uploaded' },
    latest: { key: 'story/latest.zip', outcome: 'moved' },
  });
  expect(stderr).toContain('Verified 1 file');
  expect(stderr).toContain(`Published ${short(head())}`);
});

it('prints nothing on stdout with --json when it fails', async () => {
  const result = await publish({ json: true });
  expect(result).toMatchObject({ success: false, stdout: '' });
  expect(result.stderr.trim().split('\n')).toHaveLength(2);
});

it('publishes a component below its own name', async () => {
  await workspace.pack('one');
  await publish({ component: 'client' });
  expect(new Set((await workspace.versions()).map((line) => line.split(' ')[0]))).toEqual(
    new Set([
      `story/client/${head()}.zip`,
      `story/client/_provenance/${head()}.intoto.jsonl`,
      'story/client/latest.newest.json',
      'story/client/latest.zip',
    ]),
  );
});

it('refuses other content under a published commit, and writes nothing', async () => {
  await workspace.pack('one');
  await publish();
  const before = await workspace.versions();
  await workspace.pack('two');
  const result = await publish();
  expect(result.success).toBe(false);
  expect(result.stderr).toMatch(
    /is already published with different content.*\n.*Archives are never overwritten. Publish .* under a new commit; .*\n$/,
  );
  expect(await workspace.versions()).toEqual(before);
});

it('shows a stack only when it was asked for, and no secret', async () => {
  const context = { isVerbose: true };
  const loud = await workspace.publish({ archive: 'dist/none.zip' }, { context });
  expect(loud.stderr).toMatch(/^\s+at /m);
  expect((await publish({ archive: 'dist/none.zip' })).stderr).not.toMatch(/^\s+at /m);
});
