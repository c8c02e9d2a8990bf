import { existsSync, mkdirSync, rmdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { verifyArchive } from '@sluice/archive';
import { TemporaryWorkspace } from '../../testing/temporary-workspace';
import packageArchive, { normalizeOptions } from './package-archive.impl';

const workspace = new TemporaryWorkspace();
afterAll(() => workspace.dispose());

const output = 'dist/archives/app.zip';
const assets = [{ input: 'dist/app', output: 'app/server' }];

beforeEach(() => workspace.write('dist/app/main.js', 'console.log(1);'));

it('packs what the assets name, and says in one line what is now there', async () => {
  const result = await workspace.run(packageArchive, { output, assets });
  expect(result).toMatchObject({ success: true, stderr: '' });
  expect(result.stdout).toMatch(
    /^Packed 1 file \(15 B\) into dist\/archives\/app\.zip: \d+ B, digest [0-9a-f]{12}\.\n$/,
  );
  const { manifest } = await verifyArchive(join(workspace.root, output));
  expect(manifest.files.map(({ path }) => path)).toEqual(['app/server/main.js']);
});

it.each([
  ['an asset folder that is not there', [{ input: 'dist/nothing', output: 'app' }], /dist\/nothing/],
  ['no files at all', [], /empty|no file/i],
])('refuses %s, and leaves no archive', async (_, wrong, message) => {
  const result = await workspace.run(packageArchive, { output: 'dist/none.zip', assets: wrong });
  expect(result.success).toBe(false);
  expect(result.stdout).toBe('');
  expect(result.stderr).toMatch(message);
  expect(result.stderr.trim().split('\n')).toHaveLength(2);
  expect(existsSync(join(workspace.root, 'dist/none.zip'))).toBe(false);
});

it('refuses a link that leaves the workspace, and names it', async () => {
  const link = join(workspace.root, 'dist/app/outside');
  symlinkSync('/etc/hostname', link);
  const result = await workspace.run(packageArchive, { output: 'dist/none.zip', assets });
  expect(result.success).toBe(false);
  expect(result.stderr).toContain('outside');
  workspace.git('clean', '-qfdx', 'dist/app');
});

it('refuses a secret unless it is allowed by name', async () => {
  workspace.write('dist/app/.env', 'PASSWORD=x');
  const refused = await workspace.run(packageArchive, { output: 'dist/none.zip', assets });
  expect(refused.success).toBe(false);
  expect(refused.stderr).toContain('app/server/.env');
  expect(refused.stderr).not.toContain('PASSWORD');
  const allowSecrets = ['app/server/.env'];
  const allowed = await workspace.run(packageArchive, { output: 'dist/allowed.zip', assets, allowSecrets });
  expect(allowed.success).toBe(true);
  workspace.git('clean', '-qfdx', 'dist/app');
});

it('leaves out its own outputs, where an asset covers their folder', async () => {
  const own = 'dist/app/out/app.zip';
  const left = ['.app.zip.0.tmp', 'app.zip.json.0.tmp'];
  for (const name of [...left, 'other.zip', 'other.zip.json']) workspace.write(`dist/app/out/${name}`, '{}');
  for (let times = 0; times < 2; times += 1)
    expect(await workspace.run(packageArchive, { output: own, assets })).toMatchObject({ success: true });
  const { manifest } = await verifyArchive(join(workspace.root, own));
  expect(manifest.files.map(({ path }) => path)).toEqual([
    'app/server/main.js',
    'app/server/out/other.zip',
    'app/server/out/other.zip.json',
  ]);
  workspace.git('clean', '-qfdx', 'dist/app/out');
});

it('says which empty folders it leaves out', async () => {
  mkdirSync(join(workspace.root, 'dist/app/uploads'));
  const result = await workspace.run(packageArchive, { output, assets });
  expect(result.success).toBe(true);
  expect(result.stdout).toContain('contains only files: the empty folder dist/app/uploads.\n');
  rmdirSync(join(workspace.root, 'dist/app/uploads'));
});

it('fills in what options leave out', () => {
  expect(normalizeOptions({ output, assets }, workspace.context())).toEqual({
    output: join(workspace.root, output),
    assets: [{ input: 'dist/app', glob: '**/*', output: 'app/server' }],
    sources: false,
    allowSecrets: [],
  });
});
