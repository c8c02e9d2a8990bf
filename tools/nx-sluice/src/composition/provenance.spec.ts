import { GitRepository } from '@sluice/git';
import { TemporaryWorkspace } from '../testing/temporary-workspace';
import { checkedOutInCi, runUrl, currentActor } from './provenance';

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

const sha = 'a'.repeat(40);

it.each([
  ['nothing outside of CI', {}, undefined],
  ['nothing without a commit', { GITHUB_REF: 'refs/heads/main' }, undefined],
  ['a branch of GitHub', { GITHUB_REF: 'refs/heads/release/2.x', GITHUB_SHA: sha }, 'release/2.x'],
  ['no branch of a pull request', { GITHUB_REF: 'refs/pull/7/merge', GITHUB_SHA: sha }, null],
  ['no branch of a tag', { GITHUB_REF: 'refs/tags/v1', GITHUB_SHA: sha }, null],
  ['a branch of GitLab', { CI_COMMIT_BRANCH: 'main', CI_COMMIT_SHA: sha }, 'main'],
  ["no branch of GitLab's merge requests, which have none", { CI_COMMIT_SHA: sha }, null],
  [
    'a branch of CodeBuild',
    { CODEBUILD_WEBHOOK_HEAD_REF: 'refs/heads/main', CODEBUILD_RESOLVED_SOURCE_VERSION: sha },
    'main',
  ],
  ['a branch of Azure', { BUILD_SOURCEBRANCH: 'refs/heads/main', BUILD_SOURCEVERSION: sha }, 'main'],
  ['a branch of Jenkins', { GIT_BRANCH: 'origin/feature/x', GIT_COMMIT: sha }, 'feature/x'],
  ['no empty branch', { CIRCLE_BRANCH: '', CIRCLE_SHA1: sha }, null],
])('tells what CI checked out: %s', (_, env, branch) => {
  const expected = branch === undefined ? undefined : { commit: sha, branch: branch ?? undefined };
  expect(checkedOutInCi(env)).toEqual(expected);
});
