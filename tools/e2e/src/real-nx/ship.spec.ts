import { smallClient, WorkspaceClone, type Finished } from '@sluice/dev';
import { versionsIn } from './testing/bucket-content';

jest.setTimeout(180_000);

/** Vite copies it as it is, whatever the client looks like. */
const ofClient = 'apps/client/public/color.txt';
const clone = new WorkspaceClone();
for (const [path, text] of Object.entries(smallClient)) clone.write(path, text);
clone.git('commit', '-q', '--all', '--amend', '--no-edit');
const first = clone.git('rev-parse', 'HEAD');
const short = (sha: string) => sha.slice(0, 8);

afterAll(() => clone.dispose());

/** The tasks that a run took from the cache. */
function fromCache({ output }: Finished): string[] {
  return [...output.matchAll(/nx run (\S+)\s+\[(?:local cache|existing outputs match the cache)/g)]
    .map(([, task]) => task)
    .filter((task) => task !== undefined)
    .sort();
}

async function publish(...args: string[]): Promise<Finished> {
  return clone.nx(['run', 'app:publish', ...args]);
}

function expectDone(run: Finished): void {
  if (run.code !== 0) throw new Error(`Nx ended with ${run.code}:\n${run.output}`);
}

// One story: each test continues where the one before it ended.
describe('from a fresh clone', () => {
  it('packs, uploads and says so', async () => {
    const run = await publish();
    expectDone(run);
    expect(fromCache(run)).toEqual([]);
    expect(run.output).toMatch(/Packed \d+ files .* into dist\/archives\/app\.zip/);
    expect(run.output).toContain(`Uploading sluice/${first}.zip`);
    expect(run.output).toContain(
      `Published ${short(first)} as sluice/${first}.zip; latest moved to ${short(first)}.`,
    );
    expect(Object.keys(await versionsIn(clone.cloud)).sort()).toEqual(
      [
        `sluice/${first}.zip`,
        `sluice/_provenance/${first}.intoto.jsonl`,
        'sluice/latest.newest.json',
        'sluice/latest.zip',
      ].sort(),
    );
  });

  it('publishes again from the cache, and writes no version of anything', async () => {
    const before = await versionsIn(clone.cloud);
    const run = await publish();
    expectDone(run);
    expect(fromCache(run)).toEqual(['app:package', 'client:build', 'server:build']);
    expect(run.output).toContain(`${short(first)} is already published`);
    expect(run.output).toContain('Nothing was written.');
    expect(await versionsIn(clone.cloud)).toEqual(before);
  });

  it('plans a promotion without writing, then carries it out, then has nothing to do', async () => {
    const before = await versionsIn(clone.cloud);
    const plan = await clone.nx(['run', 'app:promote', '--env=uat', '--dryRun']);
    expectDone(plan);
    expect(plan.output).toContain(`uat ("uat"), now nothing → ${short(first)} the whole workspace`);
    expect(plan.output).toContain('Dry run: nothing was written.');
    expect(await versionsIn(clone.cloud)).toEqual(before);

    const run = await clone.nx(['run', 'app:promote', '--env=uat', `--sha=${short(first)}`]);
    expectDone(run);
    expect(run.output).toContain(`Promoted ${short(first)}: "uat" moved to it.`);
    const after = await versionsIn(clone.cloud);
    expect({ ...after, 'sluice/uat.zip': undefined }).toEqual({ ...before, 'sluice/uat.zip': undefined });
    expect(after['sluice/uat.zip']).toHaveLength(1);

    const again = await clone.nx(['run', 'app:promote', '--env=uat', '--sha', short(first)]);
    expectDone(again);
    expect(again.output).toContain('Nothing was written.');
    expect(await versionsIn(clone.cloud)).toEqual(after);
  });

  it('refuses a commit that was not published, and names the nearest that are', async () => {
    const before = await versionsIn(clone.cloud);
    clone.append('apps/client/public/new.txt', 'new');
    const unpublished = clone.commit('a file that nobody published');
    const run = await clone.nx(['run', 'app:promote', '--env=uat']);
    expect(run.code).not.toBe(0);
    expect(run.stderr).toContain(`${short(unpublished)} was not published: it has no archive.`);
    expect(run.stderr).toContain(`${short(first)} (the whole workspace)`);
    expect(await versionsIn(clone.cloud)).toEqual(before);
    clone.git('reset', '-q', '--hard', first);
  });

  it('lets an ancestor be used for a commit that affects nothing', async () => {
    clone.append('README.md', '\nMore words.\n');
    const argv = clone.commit('words only');
    const run = await clone.nx(['run', 'app:promote', '--env=uat', '--dryRun']);
    expectDone(run);
    expect(run.output).toContain(
      `${short(argv)} has no archive of its own. The archive of ${short(first)} is used, because no commit since then affects the app.`,
    );
    clone.git('reset', '-q', '--hard', first);
  });

  it('ships client and app, and neither builds nor ships the server, when the client changed', async () => {
    clone.append(ofClient, 'green\n');
    const second = clone.commit('a color');
    const run = await clone.nx(['affected', '-t', 'publish', '--base=HEAD~1', '--output-style=static']);
    expectDone(run);
    expect(fromCache(run)).toEqual(['server:build']);
    const keys = Object.keys(await versionsIn(clone.cloud));
    expect(keys).toEqual(
      expect.arrayContaining([
        `sluice/${second}.zip`,
        `sluice/client/${second}.zip`,
        'sluice/client/latest.zip',
      ]),
    );
    expect(keys.filter((key) => key.startsWith('sluice/server/'))).toEqual([]);
    expect((await versionsIn(clone.cloud))['sluice/latest.zip']).toHaveLength(2);
  });

  it('shows what a promotion brings: commits and files', async () => {
    const run = await clone.nx(['run', 'app:promote', '--env=uat', '--dryRun']);
    expectDone(run);
    expect(run.output).toMatch(/Forward by 1 commit:\n\s+[0-9a-f]{8} a color/);
    expect(run.output).toMatch(/Files: \d+ added, \d+ changed, \d+ removed/);
    expect(run.output).toContain('+ app/client/build/color.txt');
  });

  it('leaves latest alone when an older commit is published after a newer one', async () => {
    clone.append(ofClient, 'red\n');
    const older = clone.commit('older, published late');
    clone.append(ofClient, 'blue\n');
    const newer = clone.commit('newer, published first');
    expectDone(await publish());
    const before = await versionsIn(clone.cloud);
    clone.git('checkout', '-q', older);
    const run = await publish();
    expectDone(run);
    expect(run.output).toContain(
      `Published ${short(older)} as sluice/${older}.zip; latest unchanged: ` +
        `${short(newer)} on it is newer than ${short(older)}.`,
    );
    const after = await versionsIn(clone.cloud);
    expect(after).toEqual({
      ...before,
      [`sluice/${older}.zip`]: [expect.any(String)],
      [`sluice/_provenance/${older}.intoto.jsonl`]: [expect.any(String)],
    });
    clone.git('checkout', '-q', 'main');
  });

  it('fails to publish other content under a published commit, and writes nothing', async () => {
    const before = await versionsIn(clone.cloud);
    clone.append(ofClient, 'uncommitted\n');
    const dirty = await publish();
    expect(dirty.code).not.toBe(0);
    expect(dirty.stderr).toContain(`The working tree differs from the commit: ${ofClient}.`);
    const run = await publish('--allowDirty');
    expect(run.code).not.toBe(0);
    expect(run.stderr).toContain('is already published with different content');
    expect(await versionsIn(clone.cloud)).toEqual(before);
    clone.git('checkout', '-q', '--', '.');
  });

  it('packs again when the packager itself changed', async () => {
    clone.append('tools/nx-sluice/src/terminal/text.ts', '\n// Another comment.\n');
    const run = await clone.nx(['run', 'app:package']);
    expectDone(run);
    expect(fromCache(run)).not.toContain('app:package');
    expect(fromCache(run)).toContain('client:build');
    clone.git('checkout', '-q', '--', '.');
  });

  it('says what went wrong and ends with an exit code, without a stack', async () => {
    const run = await clone.nx(['run', 'app:promote', '--env=nowhere']);
    expect(run.code).not.toBe(0);
    expect(run.stderr).toContain(
      'sluice.json has no environment "nowhere".\nUse one of: stage, uat, prod.\n',
    );
    expect(run.output).not.toMatch(/^\s+at /m);
  });
});
