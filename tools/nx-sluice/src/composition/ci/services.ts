export type Environment = Readonly<Record<string, string | undefined>>;

/** What env-ci does not say of a CI service, or says otherwise than its documentation does. */
export interface CiService {
  /** Variables that name the person or the thing that started the run, the most telling one first. */
  actor: readonly string[];
  /** URL of the run, where env-ci has none or an outdated one. */
  url?(env: Environment): string | undefined;
  /** Variables with what was checked out, where env-ci would ask git instead. */
  checkedOut?: { branch: string; commit: string };
  /** How a job of this service gets the complete history of git: one sentence. */
  completeHistory?: string;
}

/** By the names that env-ci gives them. The variables are those of the documentation of each service. */
export const ciServices: Readonly<Record<string, CiService>> = {
  github: {
    // Of a run that was started again, the first is who did that.
    actor: ['GITHUB_TRIGGERING_ACTOR', 'GITHUB_ACTOR'],
    completeHistory: 'Fetch the complete history: set `fetch-depth: 0` for actions/checkout.',
  },
  gitlab: {
    actor: ['GITLAB_USER_LOGIN'],
    completeHistory:
      'Fetch the complete history: set the variable `GIT_DEPTH: 0` for the job in .gitlab-ci.yml.',
  },
  circleci: {
    actor: ['CIRCLE_USERNAME'],
    completeHistory: 'Fetch the complete history: run `git fetch --unshallow` after the step `checkout`.',
  },
  jenkins: {
    // Set by the plugin "build user vars"; Jenkins itself does not say it.
    actor: ['BUILD_USER_ID', 'BUILD_USER'],
    completeHistory:
      'Fetch the complete history: turn off "Shallow clone" (Advanced clone behaviours) in the job of Jenkins.',
  },
  codebuild: {
    actor: ['CODEBUILD_INITIATOR'],
    url: (env) => firstOf(env, ['CODEBUILD_PUBLIC_BUILD_URL', 'CODEBUILD_BUILD_URL']),
    checkedOut: { branch: 'CODEBUILD_WEBHOOK_HEAD_REF', commit: 'CODEBUILD_RESOLVED_SOURCE_VERSION' },
    completeHistory:
      'Fetch the complete history: set the Git clone depth of the CodeBuild project to Full (`GitCloneDepth: 0`).',
  },
  azurePipelines: {
    actor: ['BUILD_REQUESTEDFOR'],
    url: azureUrl,
    completeHistory: 'Fetch the complete history: set `fetchDepth: 0` for the step `checkout: self`.',
  },
  bitbucket: {
    // Bitbucket gives an id, and no name.
    actor: ['BITBUCKET_STEP_TRIGGERER_UUID'],
    url: bitbucketUrl,
    completeHistory: 'Fetch the complete history: set `clone: depth: full` in bitbucket-pipelines.yml.',
  },
  buildkite: {
    // Who let the build continue after a block step comes first: that is who deploys.
    actor: ['BUILDKITE_UNBLOCKER', 'BUILDKITE_BUILD_CREATOR'],
    completeHistory: 'Fetch the complete history: leave `--depth` out of BUILDKITE_GIT_CLONE_FLAGS.',
  },
};

export function firstOf(env: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]).find((value) => value !== undefined && value !== '');
}

function azureUrl({
  SYSTEM_COLLECTIONURI: collection,
  SYSTEM_TEAMPROJECT: project,
  BUILD_BUILDID: id,
}: Environment): string | undefined {
  if (!collection || !project || !id) return undefined;
  return `${collection.replace(/\/$/, '')}/${encodeURIComponent(project)}/_build/results?buildId=${id}`;
}

function bitbucketUrl({
  BITBUCKET_REPO_FULL_NAME: repository,
  BITBUCKET_BUILD_NUMBER: number,
}: Environment): string | undefined {
  if (!repository || !number) return undefined;
  return `https://bitbucket.org/${repository}/pipelines/results/${number}`;
}
