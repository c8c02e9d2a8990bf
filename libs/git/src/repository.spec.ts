import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitError } from './git-error';
import { GitRepository } from './repository';

const folders: string[] = [];

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-git-'));
  folders.push(folder);
  return folder;
}

function run(root: string, ...args: string[]): string {
  return execFileSync('git', ['-C', root, ...args], {
    encoding: 'utf8',
    env: {
      ...process.env,
      GIT_AUTHOR_DATE: '2026-02-03T04:05:06+09:30',
      GIT_COMMITTER_DATE: '2026-02-03T04:05:06+09:30',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

function commit(root: string, subject: string, file = 'file'): string {
  writeFileSync(join(root, file), subject);
  run(root, 'add', '-A');
  run(root, 'commit', '-q', '--allow-empty', '-m', subject);
  return run(root, 'rev-parse', 'HEAD');
}

function newRepository(): string {
  const root = temporaryFolder();
  run(root, 'init', '-q', '-b', 'main');
  run(root, 'config', 'user.name', 'Amy Anderson');
  run(root, 'config', 'user.email', 'amy@example.org');
  return root;
}

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe('a repository', () => {
  const root = newRepository();
  const first = commit(root, 'first');
  const second = commit(root, 'second; $(touch pwned) `x` \u202e "quoted" \u{1f600}');
  run(root, 'checkout', '-q', '-b', 'side', first);
  const side = commit(root, 'on the side', 'other');
  run(root, 'checkout', '-q', 'main');
  const repository = new GitRepository(root);

  it.each([
    ['a full sha', () => first, () => first],
    ['a short sha', () => first.slice(0, 8), () => first],
    ['a branch', () => 'side', () => side],
    ['HEAD', () => 'HEAD', () => second],
    ['a sha that is not here', () => 'f'.repeat(40), () => undefined],
    ['an option in disguise', () => '--all', () => undefined],
    ['shell syntax', () => '$(git rev-parse HEAD)', () => undefined],
    ['nothing', () => '', () => undefined],
    ['what no program can be given', () => '\0', () => undefined],
  ])('resolves %s', async (_, ref, expected) => {
    expect(await repository.resolve(ref())).toBe(expected());
  });

  it('tells how commits stand to each other', async () => {
    expect(await repository.ancestry(first, first)).toBe('same');
    expect(await repository.ancestry(first, second)).toBe('ancestor');
    expect(await repository.ancestry(second, first)).toBe('descendant');
    expect(await repository.ancestry(second, side)).toBe('unrelated');
    expect(await repository.ancestry('f'.repeat(40), second)).toBe('unknown');
    expect(await repository.ancestry('HEAD; rm -rf .', second)).toBe('unknown');
  });

  it('describes a commit, whatever its subject holds, with its time in UTC', async () => {
    expect(await repository.describe(second)).toEqual({
      sha: second,
      subject: 'second; $(touch pwned) `x` \u202e "quoted" \u{1f600}',
      author: 'Amy Anderson',
      committedAt: '2026-02-02T18:35:06.000Z',
    });
    expect(await repository.describe('f'.repeat(40))).toBeUndefined();
  });

  it('lists the commits between two, and the ancestors of one', async () => {
    expect((await repository.between(first, second)).map(({ sha }) => sha)).toEqual([second]);
    expect(await repository.between(second, first)).toEqual([]);
    expect(await repository.ancestors(second, 5)).toEqual([first]);
    expect(await repository.ancestors(second, 0)).toEqual([]);
  });

  it('says what is not committed, untracked files and odd names too', async () => {
    expect(await repository.uncommitted()).toEqual([]);
    writeFileSync(join(root, 'file'), 'changed');
    writeFileSync(join(root, 'new "file"\t'), '');
    expect((await repository.uncommitted()).sort()).toEqual(['file', 'new "file"\t']);
    run(root, 'checkout', '-q', '--', 'file');
    rmSync(join(root, 'new "file"\t'));
  });

  it('knows who works here', async () => {
    expect(await repository.person()).toBe('Amy Anderson <amy@example.org>');
  });

  it('cannot tell ancestry across the edge of a shallow clone', async () => {
    const clone = temporaryFolder();
    run(clone, 'clone', '-q', '--depth=1', '--no-single-branch', `file://${root}`, '.');
    const shallow = new GitRepository(clone);
    expect(await shallow.isShallow()).toBe(true);
    expect(await shallow.ancestry(second, side)).toBe('unknown');
    expect(await shallow.ancestry(first, second)).toBe('unknown');
  });
});

it('explains that a folder is no repository', async () => {
  const repository = new GitRepository(temporaryFolder());
  const failure = await repository.resolve('HEAD').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(GitError);
  expect(failure).toMatchObject({
    message: expect.stringContaining('is not inside a git repository'),
    remedy: expect.stringContaining('clone'),
  });
});

it('stops a git that does not come back', async () => {
  const root = newRepository();
  // A pipe that nobody writes to: git waits for the references in it.
  execFileSync('mkfifo', [join(root, '.git/packed-refs')]);
  await expect(new GitRepository(root, 300).resolve('main')).rejects.toMatchObject({
    name: 'GitError',
    message: 'git rev-parse took longer than 0.3 seconds, and was stopped.',
    remedy: expect.stringContaining(root),
  });
});
