import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportCommit } from './export-commit';

const folder = mkdtempSync(join(tmpdir(), 'sluice-export-'));
const top = join(folder, 'repository');
const root = join(top, 'workspace');
const git = (...args: string[]) => execFileSync('git', args, { cwd: top, encoding: 'utf8' }).trim();

function commit(content: string): string {
  writeFileSync(join(root, 'a file'), content);
  git('add', '-A');
  git('-c', 'user.name=Amy', '-c', 'user.email=amy@example.org', 'commit', '-q', '-m', content);
  return git('rev-parse', 'HEAD');
}

beforeAll(() => {
  mkdirSync(root, { recursive: true });
  git('init', '-q');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('writes what a commit has, of a workspace below the top too, and leaves the repository as it is', async () => {
  const first = commit('one');
  commit('two');
  writeFileSync(join(root, 'a file'), 'changed');
  const before = git('status', '--porcelain', '--branch', '--untracked-files=all');
  const copy = await exportCommit(root, first, mkdtempSync(join(folder, 'copy-')));
  expect(readFileSync(join(copy.root, 'a file'), 'utf8')).toBe('one');
  const env = { ...process.env, ...copy.env };
  const changed = execFileSync('git', ['diff', '--name-only', '--relative', `${first}`, 'HEAD'], {
    cwd: copy.root,
    env,
    encoding: 'utf8',
  });
  expect(changed).toBe('a file\n');
  expect(git('status', '--porcelain', '--branch', '--untracked-files=all')).toBe(before);
  expect(git('worktree', 'list').split('\n')).toHaveLength(1);
});

it('writes the files that a sparse checkout leaves out', async () => {
  const sha = git('rev-parse', 'HEAD');
  git('checkout', '-q', '-f');
  git('sparse-checkout', 'set', '--no-cone', '/nothing');
  const copy = await exportCommit(top, sha, mkdtempSync(join(folder, 'copy-')));
  git('sparse-checkout', 'disable');
  expect(readFileSync(join(copy.root, 'workspace/a file'), 'utf8')).toBe('two');
});
