import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ArchiveError, type AssetPattern, collectAssets } from '../index';
import { useTemporaryFolder, writeTree } from '../testing/temporary-folder';

const folder = useTemporaryFolder();

async function collect(...assets: AssetPattern[]): Promise<string[]> {
  const files = await collectAssets(folder(), assets);
  for (const { file } of files) expect(file.startsWith(folder())).toBe(true);
  return files.map(({ path }) => path);
}

test('puts what a glob matches under the output, by its path below the input', async () => {
  await writeTree(folder(), {
    'dist/client/index.html': '',
    'dist/client/assets/a.js': '',
    'dist/client/assets/a.js.map': '',
    'dist/client/.well-known/x': '',
    'dist/server/main.js': '',
    'aws/buildspec.yaml': '',
  });
  expect(
    await collect(
      { input: 'dist/server', glob: '**/*', output: 'app/server' },
      { input: 'dist/client', glob: '**/*', ignore: ['**/*.map'], output: 'app/client/build/' },
      { input: 'aws', glob: '*.yaml', output: './aws' },
      { input: '.', glob: 'aws/*.yaml', output: '.' },
    ),
  ).toEqual([
    'app/client/build/.well-known/x',
    'app/client/build/assets/a.js',
    'app/client/build/index.html',
    'app/server/main.js',
    'aws/buildspec.yaml',
  ]);
});

test('finds dotfiles, so that an .env is refused and not lost', async () => {
  await writeTree(folder(), { 'in/.env': '', 'in/.npmrc': '' });
  expect(await collect({ input: 'in', glob: '**/*', output: 'out' })).toEqual(['out/.env', 'out/.npmrc']);
});

const repositories = {
  'in/.git/config': '',
  'in/.gitignore': '',
  'in/nested/.git/config': '',
  'in/nested/a.git/kept': '',
  'in/nested/worktree/.git': 'gitdir: elsewhere',
};

test.each([
  ['**/*', ['out/.gitignore', 'out/nested/a.git/kept']],
  ['nested/**', ['out/nested/a.git/kept']],
])('lists nothing that a repository keeps of itself for %s', async (glob, paths) => {
  await writeTree(folder(), repositories);
  expect(await collect({ input: 'in', glob, output: 'out' })).toEqual(paths);
});

test.each(['.git/**', 'nested/.git/config'])('finds nothing for %s, inside a repository', async (glob) => {
  await writeTree(folder(), repositories);
  await expect(collect({ input: 'in', glob, output: 'out' })).rejects.toThrow('matches no files');
});

test('takes names literally that look like patterns', async () => {
  await writeTree(folder(), { 'pages (old)/[id]/a.js': '' });
  expect(await collect({ input: 'pages (old)/[id]', glob: '**/*', output: '[x]' })).toEqual(['[x]/a.js']);
});

test.each([
  [{ input: 'dist', glob: '*.js', output: 'a' }, 'The asset "dist/*.js" matches no files.'],
  [{ input: 'gone', glob: '**/*', output: 'a' }, 'The asset "gone/**/*" matches no files.'],
  [{ input: 'dist/a.txt', glob: '**/*', output: 'a' }, /dist\/a\.txt" cannot be read \(ENOTDIR\)/],
  [{ input: '../other', glob: '**/*', output: 'a' }, 'The asset "../other/**/*" is outside its folder.'],
  [{ input: 'dist', glob: '../**/*', output: 'a' }, /is outside its folder/],
  [{ input: '.', glob: '/etc/*', output: 'a' }, /is outside its folder/],
])('refuses %j', async (asset, message) => {
  await writeTree(folder(), { 'dist/a.txt': '' });
  await expect(collect(asset)).rejects.toThrow(message);
  await expect(collect(asset)).rejects.toBeInstanceOf(ArchiveError);
});

test('refuses a folder that is there and empty, as a cache hit that restored nothing leaves it', async () => {
  await mkdir(join(folder(), 'dist/app/assets'), { recursive: true });
  await expect(collect({ input: 'dist/app', glob: '**/*', output: 'a' })).rejects.toMatchObject({
    message: 'The asset "dist/app/**/*" matches no files.',
    remedy: expect.stringContaining('--skip-nx-cache'),
  });
});

const isRoot = process.getuid?.() === 0;
(isRoot ? test.skip : test)(
  'names a folder that may not be read (skipped for root, who may read all)',
  async () => {
    await writeTree(folder(), { 'dist/a': '', 'dist/closed/b': '' });
    await chmod(join(folder(), 'dist/closed'), 0);
    try {
      await expect(collect({ input: 'dist', glob: '**/*', output: '.' })).rejects.toThrow(
        /dist\/closed" cannot be read/,
      );
    } finally {
      await chmod(join(folder(), 'dist/closed'), 0o755);
    }
  },
);
