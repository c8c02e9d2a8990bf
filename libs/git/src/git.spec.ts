import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitOutput, sharingAnswers } from './git';

const root = mkdtempSync(join(tmpdir(), 'sluice-git-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const commit = (subject: string) =>
  execFileSync(
    'git',
    ['-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '-q', '--allow-empty', '-m', subject],
    { cwd: root },
  );
const head = () => gitOutput(root, ['log', '-1', '--format=%s']);

it('answers the same question once where answers are shared, and anew elsewhere', async () => {
  execFileSync('git', ['init', '-q'], { cwd: root });
  commit('first');
  const share = sharingAnswers();
  const before = await Promise.all([share(head), share(head)]);
  commit('second');
  expect([...before, await share(head), await head(), await sharingAnswers()(head)]).toEqual([
    'first\n',
    'first\n',
    'first\n',
    'second\n',
    'second\n',
  ]);
  expect(await share(() => gitOutput(root, ['log', '-2', '--format=%s']))).toBe('second\nfirst\n');
});
