import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitRepository } from './repository';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-branches-'));
  for (const name of ['origin', 'clone']) {
    execFileSync('git', ['init', '-q', '-b', 'main', join(folder, name)]);
    git(name, 'config', 'user.name', 'Amy Anderson');
    git(name, 'config', 'user.email', 'amy@example.org');
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function git(where: string, ...args: string[]): string {
  return execFileSync('git', ['-C', join(folder, where), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

function commit(where: string, branch: string): string {
  git(where, 'checkout', '-q', '-B', branch);
  git(where, 'commit', '-q', '--allow-empty', '-m', `on ${branch}`);
  return git(where, 'rev-parse', 'HEAD');
}
const membership = (sha: string, names?: string[], preferred?: string) =>
  new GitRepository(join(folder, 'clone')).membership(sha, { names, preferred });

it.each(['main', 'master', 'trunk'])(
  'takes %s for the default branch where it is the only one',
  async (name) => {
    const sha = commit('clone', name);
    expect(await membership(sha)).toEqual({ branches: [name], answer: 'yes' });
  },
);

it('says no of a commit that only another branch has, and yes once it is merged', async () => {
  commit('clone', 'main');
  const sha = commit('clone', 'feature');
  expect(await membership(sha)).toEqual({ branches: ['main'], answer: 'no' });
  git('clone', 'branch', '-f', 'main', sha);
  expect(await membership(sha)).toEqual({ branches: ['main'], answer: 'yes' });
});

it('prefers what the workspace names, then what the remote calls its HEAD', async () => {
  const sha = commit('origin', 'trunk');
  git('origin', 'branch', 'develop');
  git('clone', 'remote', 'add', 'origin', join(folder, 'origin'));
  git('clone', 'fetch', '-q', 'origin');
  git('clone', 'remote', 'set-head', 'origin', 'trunk');
  expect(await membership(sha)).toEqual({ branches: ['trunk'], answer: 'yes' });
  for (const preferred of ['develop', 'origin/develop', 'refs/heads/develop'])
    expect(await membership(sha, undefined, preferred)).toEqual({ branches: ['develop'], answer: 'yes' });
  expect(await membership(sha, undefined, 'gone')).toEqual({ branches: ['trunk'], answer: 'yes' });
});

it('knows no branch where CI fetched nothing but the commit, and none of a shallow clone for certain', async () => {
  commit('origin', 'main');
  const old = git('origin', 'rev-parse', 'HEAD');
  commit('origin', 'main');
  git('clone', 'remote', 'add', 'origin', join(folder, 'origin'));
  git('clone', 'fetch', '-q', 'origin', old);
  git('clone', 'checkout', '-q', '--detach', old);
  expect(await membership(old)).toEqual({ branches: ['main'], answer: 'no-ref' });
  git(
    'clone',
    'fetch',
    '-q',
    '--depth=1',
    `file://${join(folder, 'origin')}`,
    'main:refs/remotes/origin/main',
  );
  expect(await membership(old)).toEqual({ branches: ['main'], answer: 'shallow' });
});

it('takes patterns, each for whole names of branches', async () => {
  commit('clone', 'main');
  const sha = commit('clone', 'release/2.x');
  expect(await membership(sha, ['main', 'release/*'])).toMatchObject({ answer: 'yes' });
  expect(await membership(sha, ['main', 'release/1.*'])).toMatchObject({ answer: 'no' });
  // As it is with CI's name of a branch: "release" is no folder of branches.
  expect(await membership(sha, ['release'])).toEqual({ branches: ['release'], answer: 'no-ref' });
  expect(await membership(sha, ['main', 'release'])).toMatchObject({ answer: 'no' });
  const deeper = commit('clone', 'release/2.x-fix/one');
  expect(await membership(deeper, ['main', 'release/*'])).toMatchObject({ answer: 'no' });
});

it('counts a branch of any remote, under its own name only', async () => {
  const sha = commit('origin', 'topic/main');
  git('clone', 'remote', 'add', 'fork', join(folder, 'origin'));
  commit('clone', 'main');
  git('clone', 'fetch', '-q', 'fork');
  expect(await membership(sha, ['main'])).toMatchObject({ answer: 'no' });
  expect(await membership(sha, ['topic/main'])).toMatchObject({ answer: 'yes' });
  git('clone', 'update-ref', 'refs/tags/main', sha);
  expect(await membership(sha, ['main'])).toMatchObject({ answer: 'no' });
});
