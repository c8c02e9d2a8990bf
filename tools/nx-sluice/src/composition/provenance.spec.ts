import { GitRepository } from '@sluice/git';
import { TemporaryWorkspace } from '../testing/temporary-workspace';
import { runUrl, currentActor } from './provenance';

const workspace = new TemporaryWorkspace();
afterAll(() => workspace.dispose());

it.each([
  ['whom git knows, outside of CI', {}, 'Ada Lovelace <ada@example.org>'],
  ['whom GitHub names', { GITHUB_ACTOR: 'ada' }, 'ada'],
  ['whom GitLab names', { GITLAB_USER_LOGIN: 'ada' }, 'ada'],
  ['whom was named on purpose', { GITHUB_ACTOR: 'bot', SLUICE_ACTOR: 'Grace' }, 'Grace'],
  ['nobody whose name is empty', { GITHUB_ACTOR: '' }, 'Ada Lovelace <ada@example.org>'],
])('tells who acts: %s', async (_, env, expected) => {
  expect(await currentActor(env, new GitRepository(workspace.root))).toBe(expected);
});

it.each([
  ['none outside of CI', {}, undefined],
  [
    'that of GitHub',
    { GITHUB_SERVER_URL: 'https://github.example', GITHUB_REPOSITORY: 'acme/app', GITHUB_RUN_ID: '7' },
    'https://github.example/acme/app/actions/runs/7',
  ],
  ['none of half of GitHub', { GITHUB_RUN_ID: '7' }, undefined],
  ['that of GitLab', { CI_JOB_URL: 'https://gitlab.example/1' }, 'https://gitlab.example/1'],
])('tells the URL of the run: %s', (_, env, expected) => {
  expect(runUrl(env)).toBe(expected);
});
