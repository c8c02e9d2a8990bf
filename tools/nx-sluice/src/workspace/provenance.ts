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

export async function whoActs(env: Environment, repository: GitRepository): Promise<string | undefined> {
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
