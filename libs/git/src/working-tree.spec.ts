import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GitRepository } from './repository';
import { WorkingTree } from './working-tree';

const folder = mkdtempSync(join(tmpdir(), 'sluice-tree-'));
const root = join(folder, 'workspace');
const write = (path: string, text: string, base = root) => {
  mkdirSync(dirname(join(base, path)), { recursive: true });
  writeFileSync(join(base, path), text);
};
const gitIn = (base: string, ...args: string[]) =>
  execFileSync('git', ['-C', base, '-c', 'protocol.file.allow=always', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
const git = (...args: string[]) => gitIn(root, ...args);
const repository = new GitRepository(root);

function init(base: string): void {
  mkdirSync(base, { recursive: true });
  gitIn(base, 'init', '-q', '-b', 'main');
  gitIn(base, 'config', 'user.name', 'Amy Anderson');
  gitIn(base, 'config', 'user.email', 'amy@example.org');
}

beforeAll(() => {
  const library = join(folder, 'library');
  init(library);
  write('lib.js', 'library', library);
  gitIn(library, 'add', '-A');
  gitIn(library, 'commit', '-q', '-m', 'library');
  init(root);
  write('.gitignore', 'dist/\n*.swp\n');
  write('src/a.js', 'a');
  write('src/b.js', 'b');
  chmodSync(join(root, 'src/b.js'), 0o755);
  git('submodule', '-q', 'add', library, 'src/lib');
  git('add', '-A');
  git('commit', '-q', '-m', 'first');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  for (const flag of ['--no-assume-unchanged', '--no-skip-worktree']) git('update-index', flag, 'src/a.js');
  // git takes a file that it was told not to look at for unchanged.
  write('src/a.js', 'a');
  git('checkout', '-q', '-f', 'HEAD');
  git('clean', '-qfd');
});

it.each([
  ['assume-unchanged', ['update-index', '--assume-unchanged', 'src/a.js']],
  ['skip-worktree', ['update-index', '--skip-worktree', 'src/a.js']],
  ['status.showUntrackedFiles', ['config', 'status.showUntrackedFiles', 'no']],
  ['core.ignoreStat', ['config', 'core.ignoreStat', 'true']],
])('tells a change that %s hides from git status', async (_, args) => {
  git(...args);
  write('src/a.js', 'A');
  write('src/new.js', '');
  expect((await repository.uncommitted()).sort()).toEqual(['src/a.js', 'src/new.js']);
  for (const key of ['status.showUntrackedFiles', 'core.ignoreStat'])
    if (args.includes(key)) git('config', '--unset', key);
});

it('tells a deleted file that is marked assume-unchanged, and takes a flag without a change for none', async () => {
  git('update-index', '--assume-unchanged', 'src/a.js');
  expect(await repository.uncommitted()).toEqual([]);
  rmSync(join(root, 'src/a.js'));
  expect(await repository.uncommitted()).toEqual(['src/a.js']);
});

it('lists what a sparse checkout leaves out apart from changes', async () => {
  git('sparse-checkout', 'set', '--no-cone', '/*', '!/src/a.js');
  expect(await repository.uncommitted()).toEqual([]);
  expect(await repository.leftOut()).toEqual(['src/a.js']);
  git('sparse-checkout', 'disable');
});

it('tells a change in a submodule that its settings hide', async () => {
  git('config', 'submodule.src/lib.ignore', 'all');
  write('src/lib/lib.js', 'changed');
  expect(await repository.uncommitted()).toEqual(['src/lib']);
  gitIn(join(root, 'src/lib'), 'checkout', '-q', '--', '.');
});

it('names paths from the workspace, where that is a folder of the repository', async () => {
  write('src/a.js', 'A');
  write('top.js', '');
  expect((await new GitRepository(join(root, 'src')).uncommitted()).sort()).toEqual(['../top.js', 'a.js']);
});

it('lists the files of a commit with those of submodules, which are one entry where not checked out', async () => {
  const tree = await repository.tree('HEAD');
  expect(tree.map(({ path, mode }) => `${mode} ${path}`)).toEqual([
    '100644 .gitignore',
    '100644 .gitmodules',
    '100644 src/a.js',
    '100755 src/b.js',
    '100644 src/lib/lib.js',
  ]);
  const clone = join(folder, 'clone');
  gitIn(folder, 'clone', '-q', root, clone);
  expect((await new GitRepository(clone).tree('HEAD')).at(-1)).toMatchObject({
    mode: '160000',
    path: 'src/lib',
  });
});

it('names a submodule that git does not trust', async () => {
  const trusted = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: root };
  const env = { ...trusted, GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
  Object.assign(process.env, env);
  try {
    await expect(repository.tree('HEAD')).rejects.toMatchObject({
      message: expect.stringContaining('another user owns it'),
      remedy: expect.stringContaining(`safe.directory '${join(root, 'src/lib')}'`),
    });
  } finally {
    for (const name of Object.keys(env)) delete process.env[name];
  }
});

it('tells line endings of this machine from those that the commit asks for', async () => {
  write('.gitattributes', '*.bat text eol=crlf\n');
  for (const name of ['src/a.js', 'src/x.bat']) write(name, 'one\r\ntwo\r\n');
  git('config', 'core.autocrlf', 'true');
  const converted = await new WorkingTree(root).converted(['src/a.js', 'src/x.bat']);
  expect([...converted].map(([path, { by }]) => `${path} ${by}`)).toEqual([
    'src/a.js settings',
    'src/x.bat attributes',
  ]);
  expect(new Set([...converted.values()].map(({ blob }) => blob)).size).toBe(1);
  git('config', '--unset', 'core.autocrlf');
});

it('stages a new file, and says why it cannot', async () => {
  write('new.json', '{}');
  await new WorkingTree(root).stage(['new.json']);
  expect(git('status', '--porcelain', 'new.json')).toBe('A  new.json');
  git('rm', '--cached', '-q', 'new.json');
  rmSync(join(root, 'new.json'));
  write('left.swp', '');
  await expect(new WorkingTree(root).stage(['left.swp'])).rejects.toThrow(/git add failed: .*ignored/);
  rmSync(join(root, 'left.swp'));
});
