import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failureOf } from './failures';
import { GitRepository } from './repository';

const folder = mkdtempSync(join(tmpdir(), 'sluice-failures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('names the owner where git does not trust the folder', async () => {
  const root = join(folder, 'of-another');
  execFileSync('git', ['init', '-q', root]);
  process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = '1';
  try {
    await expect(new GitRepository(root).resolve('HEAD')).rejects.toMatchObject({
      message: expect.stringContaining('another user owns it'),
      remedy: expect.stringContaining(`safe.directory '${root}'`),
    });
  } finally {
    delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER;
  }
});

it('tells a bare repository from one without a commit', async () => {
  const [bare, empty] = ['bare', 'empty'].map((name) => join(folder, name)) as [string, string];
  execFileSync('git', ['init', '-q', '--bare', bare]);
  execFileSync('git', ['init', '-q', empty]);
  await expect(new GitRepository(bare).uncommitted()).rejects.toThrow('bare git repository');
  expect(await new GitRepository(empty).resolve('HEAD')).toBeUndefined();
});

it.each([
  ["fatal: unsafe repository ('/w' is owned by someone else)", /another user/],
  [
    'error: object file .git/objects/ab/cd is empty\nfatal: loose object abcd is corrupt',
    /is damaged: object file/,
  ],
  ['fatal: index file corrupt', /is damaged: index file corrupt/],
  ['fatal: unknown repository extension found:\n\tobjectformat', /too old/],
  ['fatal: could not fetch 1a2b from promisor remote', /partial/],
  ["fatal: Not a valid object name 'x'", undefined],
])('reads %j', (stderr, message) => {
  const failure = failureOf('/w', stderr);
  if (message === undefined) expect(failure).toBeUndefined();
  else expect(failure?.message).toMatch(message);
});
