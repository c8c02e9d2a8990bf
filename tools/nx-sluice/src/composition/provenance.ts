import { userInfo } from 'node:os';
import type { GitRepository } from '@sluice/git';

type Environment = Readonly<Record<string, string | undefined>>;

/** Who CI says started this run, in the order of how telling the variable is. */
const actorVariables = [
  'SLUICE_ACTOR',
  'GITHUB_ACTOR',
  'GITLAB_USER_LOGIN',
  'CODEBUILD_INITIATOR',
  'BUILD_USER',
];
const runVariables = ['CI_JOB_URL', 'CODEBUILD_PUBLIC_BUILD_URL', 'BUILD_URL', 'CIRCLE_BUILD_URL'];

function firstOf(env: Environment, names: string[]): string | undefined {
  return names.map((name) => env[name]).find((value) => value !== undefined && value !== '');
}

export async function currentActor(env: Environment, repository: GitRepository): Promise<string | undefined> {
  return firstOf(env, actorVariables) ?? (await repository.person()) ?? userName();
}

/** An account without an entry in the user database, as in some containers, has no name. */
function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/** URL of the CI run that this is part of. */
export function runUrl(env: Environment): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
  if (server && repository && id) return `${server}/${repository}/actions/runs/${id}`;
  return firstOf(env, runVariables);
}

/** Where each CI service writes down what it checked out: the branch, and the commit. */
const checkoutVariables: readonly [branch: string, commit: string][] = [
  ['GITHUB_REF', 'GITHUB_SHA'],
  ['CI_COMMIT_BRANCH', 'CI_COMMIT_SHA'],
  ['CODEBUILD_WEBHOOK_HEAD_REF', 'CODEBUILD_RESOLVED_SOURCE_VERSION'],
  ['BUILDKITE_BRANCH', 'BUILDKITE_COMMIT'],
  ['CIRCLE_BRANCH', 'CIRCLE_SHA1'],
  ['BITBUCKET_BRANCH', 'BITBUCKET_COMMIT'],
  ['BUILD_SOURCEBRANCH', 'BUILD_SOURCEVERSION'],
  ['GIT_BRANCH', 'GIT_COMMIT'],
];

/**
 * What CI says that it checked out. The commit counts as much as the branch: what a run was started by can be another
 * commit than the one that a later step checked out.
 */
export function checkedOutInCi(env: Environment): { commit: string; branch?: string } | undefined {
  for (const [branch, sha] of checkoutVariables) {
    const commit = env[sha];
    if (commit) return { commit, branch: branchOfRef(env[branch]) };
  }
  return undefined;
}

/** GitHub, CodeBuild and Azure name whole refs, Jenkins the remote as well; a tag or a pull request is no branch. */
function branchOfRef(ref: string | undefined): string | undefined {
  if (!ref || /^refs\/(?!heads\/)/.test(ref)) return undefined;
  return ref.replace(/^refs\/heads\/|^origin\//, '');
}
