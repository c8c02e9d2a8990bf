import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, truncateSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitRepository } from './repository';

const root = mkdtempSync(join(tmpdir(), 'sluice-resolve-'));
const git = (...args: string[]) =>
  execFileSync('git', ['-C', root, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
const repository = new GitRepository(root);
let first: string;
let second: string;
let tree: string;

beforeAll(() => {
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Amy Anderson');
  git('config', 'user.email', 'amy@example.org');
  [first, second] = ['one', 'two'].map((subject) => {
    git('commit', '-q', '--allow-empty', '-m', subject);
    return git('rev-parse', 'HEAD');
  }) as [string, string];
  tree = git('rev-parse', 'HEAD^{tree}');
  git('tag', '-a', '-m', 'annotated', 'v1', first);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('lists branches and tags by the names that it resolves', async () => {
  git('branch', 'feature/a', first);
  expect(await repository.names()).toEqual(['feature/a', 'main', 'v1']);
  for (const name of await repository.names())
    expect(await repository.resolve(name)).toMatch(/^[0-9a-f]{40}$/);
  git('branch', '-D', 'feature/a');
});

const short = (sha: string) => sha.slice(0, 8);

it.each([
  ['a tag', () => ['tag', short(first), second]],
  ['an annotated tag', () => ['tag', '-a', '-m', 'x', short(first), second]],
  ['a branch', () => ['branch', short(first), second]],
])('refuses a short sha that is the name of %s on another commit', async (_, make) => {
  const args = make();
  git(...args);
  await expect(repository.resolve(short(first))).rejects.toMatchObject({
    message: expect.stringContaining('is ambiguous'),
    remedy: expect.stringContaining('full sha'),
    code: 'ambiguous-revision',
  });
  expect(await repository.resolve(first)).toBe(first);
  git(args[0] ?? '', args[0] === 'tag' ? '-d' : '-D', short(first));
  expect(await repository.resolve(short(first))).toBe(first);
});

it('takes a short sha that is the name of a tag on the same commit', async () => {
  git('tag', short(first), first);
  expect(await repository.resolve(short(first))).toBe(first);
  git('tag', '-d', short(first));
});

it('takes a full sha for the commit, whatever has it as a name', async () => {
  git('tag', first, second);
  expect(await repository.resolve(first)).toBe(first);
  git('tag', '-d', first);
});

it('refuses a tag and a branch of one name on two commits', async () => {
  git('tag', 'main', first);
  await expect(repository.resolve('main')).rejects.toMatchObject({ code: 'ambiguous-revision' });
  expect(await repository.resolve('refs/heads/main')).toBe(second);
  git('tag', '-d', 'main');
});

it.each<[string, string | (() => string), () => string | undefined]>([
  ['an annotated tag', 'v1', () => first],
  ['an expression', 'main~1', () => first],
  ['the short sha of a tree', () => short(tree), () => undefined],
])('resolves %s', async (_, ref, expected) => {
  expect(await repository.resolve(typeof ref === 'string' ? ref : ref())).toBe(expected());
});

it('says that a repository is damaged, not that it has no commit', async () => {
  const [folder, file] = [second.slice(0, 2), second.slice(2)];
  const object = join(root, '.git/objects', folder, file);
  expect(readdirSync(join(root, '.git/objects', folder))).toContain(file);
  chmodSync(object, 0o644);
  truncateSync(object, 0);
  await expect(repository.resolve('HEAD')).rejects.toMatchObject({
    message: expect.stringContaining('is damaged'),
    remedy: expect.stringContaining('git fsck'),
  });
});
