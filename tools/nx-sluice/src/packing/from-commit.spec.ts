import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, withFileSource, readRecord } from '@sluice/archive';
import packageArchive from '../executors/package-archive/package-archive.impl';
import publishS3 from '../executors/publish-s3/publish-s3.impl';
import { TemporaryWorkspace } from '../testing/temporary-workspace';

const archive = 'dist/app.zip';
const assets = [{ input: 'server', output: 'app' }];
const workspace = new TemporaryWorkspace();
const git = (...args: string[]) => workspace.git(...args);
const at = (path: string) => join(workspace.root, path);
let base: string;

beforeAll(() => {
  workspace.write('server/main.js', 'main');
  workspace.write('server/run.sh', '#!/bin/sh');
  workspace.write('server/i18n/fr.json', '{}');
  chmodSync(at('server/run.sh'), 0o755);
  workspace.write('.gitignore', 'dist/\n*.swp\n');
  base = workspace.commit('the server');
});
beforeEach(() => {
  git('checkout', '-q', '-f', '-B', 'main', base);
  git('clean', '-qfdx', 'server');
});
afterAll(() => workspace.dispose());

/** Packs without Nx, then publishes what lies there; the words of the refusal, or nothing. */
async function ship(more: Partial<Parameters<typeof publishS3>[0]> = {}): Promise<string> {
  const packed = await workspace.run(packageArchive, { output: archive, assets });
  if (!packed.success) return packed.stderr;
  return (await publish(more)).stderr;
}

function publish(more: Partial<Parameters<typeof publishS3>[0]> = {}) {
  return workspace.run(publishS3, { archive, ...more });
}

const packedFiles = async () => (await withFileSource(at(archive), readManifest)).files;
const names = async () => (await packedFiles()).map(({ path }) => path);

it.each<[string, () => void, RegExp]>([
  [
    'a file that git ignores',
    () => workspace.write('server/.x.swp', ''),
    /server\/\.x\.swp \(not in the commit\)/,
  ],
  [
    'a file that a sparse checkout leaves out',
    () => git('sparse-checkout', 'set', '--no-cone', '/*', '!/server/i18n'),
    /server\/i18n\/fr\.json \(not packed\)/,
  ],
  [
    'a file whose change is hidden',
    () => {
      git('update-index', '--assume-unchanged', 'server/main.js');
      workspace.write('server/main.js', 'other');
    },
    /server\/main\.js/,
  ],
  [
    'a link that leads elsewhere than in the commit',
    () => {
      symlinkSync('main.js', at('server/start.js'));
      workspace.commit('link');
      git('update-index', '--assume-unchanged', 'server/start.js');
      rmSync(at('server/start.js'));
      symlinkSync('run.sh', at('server/start.js'));
    },
    /server\/start\.js \(other content\)/,
  ],
])('refuses to publish %s, and names it', async (_, make, message) => {
  make();
  try {
    expect(await ship()).toMatch(message);
    expect(await ship({ allowDirty: true })).toBe('');
  } finally {
    git('sparse-checkout', 'disable');
    for (const file of ['server/main.js', 'server/start.js'])
      if (git('ls-files', file)) git('update-index', '--no-assume-unchanged', file);
    rmSync(at('server/start.js'), { force: true });
    writeFileSync(at('server/main.js'), 'main');
    workspace.commit('undone, under a commit of its own');
    base = git('rev-parse', 'HEAD');
  }
});

it('refuses the archive of an earlier commit, until its files are what this commit has', async () => {
  expect(await ship()).toBe('');
  workspace.commit('words only');
  expect((await publish()).stderr).toBe('');
  workspace.write('server/main.js', 'changed');
  workspace.commit('changed');
  expect((await publish()).stderr).toMatch(/server\/main\.js \(other content\).*\n.*:publish/);
  workspace.write('server/main.js', 'main');
  workspace.commit('reverted');
  expect((await publish()).stderr).toBe('');
});

it('tells the remedy of every way in which files differ from the commit', async () => {
  workspace.write('server/.x.swp', '');
  await workspace.run(packageArchive, { output: archive, assets });
  workspace.write('server/second.js', '');
  workspace.commit('second file');
  expect((await publish()).stderr).toMatch(
    /\n.*Not in the commit: Commit it, .*\. Not packed: Check out the complete commit .*\.\n/,
  );
});

it('refuses an archive that lacks a file which the commit has added', async () => {
  await workspace.run(packageArchive, { output: archive, assets });
  workspace.write('server/added.js', '');
  workspace.commit('added');
  expect((await publish()).stderr).toMatch(/server\/added\.js \(not packed\)/);
});

it('refuses built files that were packed without Nx, unless told that they may be stale', async () => {
  workspace.commit('nothing of this is published');
  await workspace.pack('built');
  expect((await publish()).stderr).toMatch(/packed without Nx.*\n.*--allowStale/);
  // The commits of the tests before are on other lines.
  expect((await publish({ allowStale: true, force: true })).stderr).toBe('');
});

it('refuses an archive whose record is missing or of another one', async () => {
  await workspace.run(packageArchive, { output: archive, assets });
  const nothing = /The sources of app.zip are unknown.*\n.*outputs/;
  const record = `${at(archive)}.json`;
  const own = readFileSync(record, 'utf8');
  writeFileSync(record, own.replace(/"sha256": "./, '"sha256": "f').replace(/"size": \d/, '"size": 9'));
  expect((await publish()).stderr).toMatch(nothing);
  rmSync(record);
  expect((await publish()).stderr).toMatch(nothing);
});

it('packs the mode that the commit has where the disk keeps none', async () => {
  git('config', 'core.fileMode', 'false');
  chmodSync(at('server/run.sh'), 0o644);
  try {
    expect(await ship()).toBe('');
    expect((await packedFiles()).find(({ path }) => path === 'app/run.sh')?.mode).toBe(0o755);
  } finally {
    git('config', 'core.fileMode', 'true');
    chmodSync(at('server/run.sh'), 0o755);
  }
});

it('packs nothing of a repository itself, not that of a nested one either', async () => {
  git('init', '-q', at('server/nested'));
  workspace.write('server/nested/kept.js', '');
  mkdirSync(at('server/worktree'));
  workspace.write('server/worktree/.git', 'gitdir: elsewhere');
  await workspace.run(packageArchive, { output: archive, assets });
  expect((await names()).filter((path) => path.includes('.git'))).toEqual([]);
  expect(await names()).toContain('app/nested/kept.js');
  rmSync(at('server/nested'), { recursive: true });
});

const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'3'.repeat(64)}\nsize 4096\n`;

it('refuses to pack a Git LFS pointer, and the copy of one that a build made', async () => {
  workspace.write('server/logo.png', pointer);
  expect((await workspace.run(packageArchive, { output: archive, assets })).success).toBe(true);
  workspace.write('.gitattributes', '*.png filter=lfs -text\n');
  expect(await ship()).toMatch(/server\/logo\.png is a Git LFS pointer.*\n.*git lfs pull/);
  await expect(workspace.pack(pointer)).rejects.toThrow('dist/app/main.js is a Git LFS pointer');
  expect(existsSync(at(archive))).toBe(false);
  rmSync(at('.gitattributes'));
});

it('writes down what was packed, and from which commit', async () => {
  await workspace.run(packageArchive, { output: archive, assets });
  const record = await readRecord(at(archive));
  expect(record).toMatchObject({ built: 0, head: { commit: git('rev-parse', 'HEAD') } });
  expect(record?.sources).toContainEqual({
    path: 'server/run.sh',
    mode: '100755',
    blob: git('rev-parse', 'HEAD:server/run.sh'),
  });
});
