import { tmpdir } from 'node:os';
import { readCiRun, type CiRun } from './ci-run';
import type { Environment } from './services';

const sha = 'a'.repeat(40);

/** What each service sets in a run for a push to main, by its documentation. */
const pushes: Record<string, Environment> = {
  GitHub: {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_ACTOR: 'amy',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: sha,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: 'acme/app',
    GITHUB_RUN_ID: '7',
    GITHUB_WORKFLOW_REF: 'acme/app/.github/workflows/deploy.yml@refs/heads/main',
  },
  GitLab: {
    CI: 'true',
    GITLAB_CI: 'true',
    GITLAB_USER_LOGIN: 'amy',
    CI_COMMIT_REF_NAME: 'main',
    CI_COMMIT_BRANCH: 'main',
    CI_COMMIT_SHA: sha,
    CI_PROJECT_URL: 'https://gitlab.example/acme/app',
    CI_PIPELINE_ID: '6',
    CI_JOB_ID: '7',
    CI_CONFIG_PATH: '.gitlab-ci.yml',
  },
  CircleCI: {
    CI: 'true',
    CIRCLECI: 'true',
    CIRCLE_USERNAME: 'amy',
    CIRCLE_BRANCH: 'main',
    CIRCLE_SHA1: sha,
    CIRCLE_BUILD_NUM: '7',
    CIRCLE_BUILD_URL: 'https://circleci.example/gh/acme/app/7',
  },
  Jenkins: {
    JENKINS_URL: 'https://jenkins.example/',
    BUILD_USER_ID: 'amy',
    GIT_BRANCH: 'origin/main',
    GIT_COMMIT: sha,
    BUILD_NUMBER: '7',
    BUILD_URL: 'https://jenkins.example/job/app/7/',
    JOB_URL: 'https://jenkins.example/job/app/',
  },
  CodeBuild: {
    CODEBUILD_BUILD_ID: 'app:7',
    CODEBUILD_BUILD_ARN: 'arn:aws:codebuild:eu-west-1:123456789012:build/app:7',
    CODEBUILD_INITIATOR: 'amy',
    CODEBUILD_WEBHOOK_HEAD_REF: 'refs/heads/main',
    CODEBUILD_RESOLVED_SOURCE_VERSION: sha,
    CODEBUILD_BUILD_URL: 'https://eu-west-1.console.aws.amazon.com/codebuild/7',
    AWS_REGION: 'eu-west-1',
  },
  Azure: {
    TF_BUILD: 'True',
    BUILD_BUILDURI: 'vstfs:///Build/Build/7',
    BUILD_REQUESTEDFOR: 'amy',
    BUILD_SOURCEBRANCH: 'refs/heads/main',
    BUILD_SOURCEVERSION: sha,
    BUILD_BUILDID: '7',
    SYSTEM_DEFINITIONID: '3',
    SYSTEM_COLLECTIONURI: 'https://dev.azure.com/acme/',
    SYSTEM_TEAMPROJECT: 'The app',
  },
  Bitbucket: {
    CI: 'true',
    BITBUCKET_STEP_TRIGGERER_UUID: 'amy',
    BITBUCKET_BRANCH: 'main',
    BITBUCKET_COMMIT: sha,
    BITBUCKET_BUILD_NUMBER: '7',
    BITBUCKET_REPO_FULL_NAME: 'acme/app',
  },
  Buildkite: {
    CI: 'true',
    BUILDKITE: 'true',
    BUILDKITE_BUILD_CREATOR: 'amy',
    BUILDKITE_BRANCH: 'main',
    BUILDKITE_COMMIT: sha,
    BUILDKITE_PULL_REQUEST: 'false',
    BUILDKITE_BUILD_URL: 'https://buildkite.example/acme/app/builds/7',
  },
};

const read = (service: string, more: Environment = {}): Promise<CiRun | undefined> =>
  readCiRun({ ...pushes[service], ...more }, tmpdir());

it.each([
  ['GitHub', 'https://github.example/acme/app/actions/runs/7', /`fetch-depth: 0` for actions\/checkout/],
  ['GitLab', 'https://gitlab.example/acme/app/-/jobs/7', /`GIT_DEPTH: 0`/],
  ['CircleCI', 'https://circleci.example/gh/acme/app/7', /`git fetch --unshallow` after the step `checkout`/],
  ['Jenkins', 'https://jenkins.example/job/app/7/', /turn off "Shallow clone"/],
  ['CodeBuild', 'https://eu-west-1.console.aws.amazon.com/codebuild/7', /`GitCloneDepth: 0`/],
  ['Azure', 'https://dev.azure.com/acme/The%20app/_build/results?buildId=7', /`fetchDepth: 0`/],
  ['Bitbucket', 'https://bitbucket.org/acme/app/pipelines/results/7', /`clone: depth: full`/],
  ['Buildkite', 'https://buildkite.example/acme/app/builds/7', /BUILDKITE_GIT_CLONE_FLAGS/],
])(
  'tells who runs a push to main on %s, its URL and commit, and the remedy for a shallow clone',
  async (service, url, completeHistory) => {
    expect(await read(service)).toMatchObject({
      actor: 'amy',
      url,
      checkedOut: { commit: sha, branch: 'main' },
      completeHistory: expect.stringMatching(completeHistory),
    });
  },
);

it.each([
  [
    'GitHub',
    'https://github.example/acme/app/.github/workflows/deploy.yml@refs/heads/main',
    'https://github.example/acme/app',
  ],
  [
    'GitLab',
    'https://gitlab.example/acme/app//.gitlab-ci.yml@refs/heads/main',
    'https://gitlab.example/acme/app',
  ],
  ['CircleCI', 'https://circleci.example/gh/acme/app', undefined],
  ['Jenkins', 'https://jenkins.example/job/app/', undefined],
  ['CodeBuild', 'arn:aws:codebuild:eu-west-1:123456789012:build/app', undefined],
  ['Azure', 'https://dev.azure.com/acme/The%20app/_build?definitionId=3', undefined],
  ['Bitbucket', 'https://bitbucket.org/acme/app/pipelines', 'https://bitbucket.org/acme/app'],
  ['Buildkite', 'https://buildkite.example/acme/app', undefined],
])('names the job on %s without the number of the run: %s', async (service, builder, repository) => {
  expect(await read(service)).toMatchObject({ builder, repository });
});

it.each([
  ['that was started again on GitHub', 'GitHub', { GITHUB_TRIGGERING_ACTOR: 'grace' }],
  ['that waited for an approval on Buildkite', 'Buildkite', { BUILDKITE_UNBLOCKER: 'grace' }],
])('names who let a run continue %s', async (_, service, more) => {
  expect((await read(service, more))?.actor).toBe('grace');
});

it.each([
  [
    'a pull request on GitHub',
    'GitHub',
    { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' },
  ],
  ['a tag on GitHub', 'GitHub', { GITHUB_REF: 'refs/tags/main' }],
  [
    'a merge request on GitLab',
    'GitLab',
    { CI_MERGE_REQUEST_ID: '7', CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' },
  ],
  ['a tag on GitLab', 'GitLab', { CI_COMMIT_TAG: 'main' }],
  [
    'a pull request on CircleCI',
    'CircleCI',
    { CIRCLE_PULL_REQUEST: 'https://github.example/acme/app/pull/7' },
  ],
  ['a tag on CircleCI', 'CircleCI', { CIRCLE_BRANCH: '', CIRCLE_TAG: 'main' }],
  ['a pull request on Jenkins', 'Jenkins', { CHANGE_ID: '7', ghprbTargetBranch: 'main' }],
  ['a tag on CodeBuild', 'CodeBuild', { CODEBUILD_WEBHOOK_HEAD_REF: 'refs/tags/main' }],
  [
    'a pull request on Azure',
    'Azure',
    { SYSTEM_PULLREQUEST_PULLREQUESTID: '7', SYSTEM_PULLREQUEST_TARGETBRANCH: 'main' },
  ],
  ['a tag on Azure', 'Azure', { BUILD_SOURCEBRANCH: 'refs/tags/main' }],
  ['a tag on Bitbucket', 'Bitbucket', { BITBUCKET_BRANCH: '', BITBUCKET_TAG: 'main' }],
  [
    'a pull request on Buildkite',
    'Buildkite',
    { BUILDKITE_PULL_REQUEST: '7', BUILDKITE_PULL_REQUEST_BASE_BRANCH: 'main' },
  ],
])('names no branch for %s', async (_, service, more) => {
  expect((await read(service, more))?.checkedOut).toEqual({ commit: sha, branch: undefined });
});

it('keeps the whole name of a branch with slashes', async () => {
  const run = await read('GitHub', { GITHUB_REF: 'refs/heads/release/2.x' });
  expect(run?.checkedOut?.branch).toBe('release/2.x');
});

it('prefers the public URL of a build of CodeBuild', async () => {
  const run = await read('CodeBuild', { CODEBUILD_PUBLIC_BUILD_URL: 'https://public.example/7' });
  expect(run?.url).toBe('https://public.example/7');
});

it.each([
  ['GitHub', { GITHUB_RUN_ID: undefined }],
  ['GitLab', { CI_JOB_ID: undefined }],
  ['Azure', { SYSTEM_TEAMPROJECT: undefined }],
  ['Bitbucket', { BITBUCKET_REPO_FULL_NAME: undefined }],
])('gives no URL on %s where a variable of it is missing', async (service, more) => {
  expect((await read(service, more))?.url).toBeUndefined();
});

it('gives the URL of services that it has nothing to add to', async () => {
  const run = await readCiRun(
    { CI: 'true', DRONE: 'true', DRONE_BUILD_LINK: 'https://drone.example/7' },
    tmpdir(),
  );
  expect(run).toMatchObject({ actor: undefined, url: 'https://drone.example/7' });
});

it.each([
  ['outside of CI', {}],
  ['where CI is disabled', { ...pushes.GitHub, CI: 'false' }],
  ['in a service that nobody knows', { CI: 'true' }],
  [
    'where the service names a file that is not there',
    { ...pushes.GitHub, GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_EVENT_PATH: '/nowhere/event.json' },
  ],
])('reads no run %s', async (_, env) => {
  expect(await readCiRun(env, tmpdir())).toBeUndefined();
});

it.each([
  ['GitHub', { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' }, '7'],
  ['GitLab', { CI_MERGE_REQUEST_ID: '7', CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' }, '7'],
  ['Buildkite', { BUILDKITE_PULL_REQUEST: '7', BUILDKITE_PULL_REQUEST_BASE_BRANCH: 'main' }, '7'],
  ['GitHub', {}, undefined],
])('names the pull request that a run on %s is for', async (service, more, number) => {
  expect((await read(service, more))?.pullRequest).toBe(number);
});
