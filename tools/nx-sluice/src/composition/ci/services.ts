export type Environment = Readonly<Record<string, string | undefined>>;

/** What env-ci does not say of a CI service, or says otherwise than its documentation does. */
export interface CiService {
  /** Variables that name the person or the thing that started the run, the most telling one first. */
  actor: readonly string[];
  /** URL of the run, where env-ci has none or an outdated one. */
  url?(env: Environment): string | undefined;
  /** Variables with what was checked out, where env-ci would ask git instead. */
  checkedOut?: { branch: string; commit: string };
  /** URI of the workflow or the job, without the number of the run. */
  builder?(env: Environment): string | undefined;
  /** URL of the repository. */
  repository?(env: Environment): string | undefined;
  /** How a job of this service gets the complete history of git: one sentence. */
  completeHistory?: string;
}

/** By the names that env-ci gives them. The variables are those of the documentation of each service. */
export const ciServices: Readonly<Record<string, CiService>> = {
  github: {
    // Of a run that was started again, the first is who did that.
    actor: ['GITHUB_TRIGGERING_ACTOR', 'GITHUB_ACTOR'],
    // As actions/attest-build-provenance writes them: the file of the workflow at its ref.
    builder: (env) => joined(env.GITHUB_SERVER_URL, '/', env.GITHUB_WORKFLOW_REF),
    repository: (env) => joined(env.GITHUB_SERVER_URL, '/', env.GITHUB_REPOSITORY),
    completeHistory: 'Fetch the complete history: set `fetch-depth: 0` for actions/checkout.',
  },
  gitlab: {
    actor: ['GITLAB_USER_LOGIN'],
    // As the claim ci_config_ref_uri of its ID tokens has it.
    builder: (env) =>
      joined(joined(env.CI_PROJECT_URL, '//', env.CI_CONFIG_PATH), '@refs/heads/', env.CI_COMMIT_BRANCH),
    repository: (env) => env.CI_PROJECT_URL || undefined,
    completeHistory:
      'Fetch the complete history: set the variable `GIT_DEPTH: 0` for the job in .gitlab-ci.yml.',
  },
  circleci: {
    actor: ['CIRCLE_USERNAME'],
    builder: (env) => withoutNumber(env.CIRCLE_BUILD_URL),
    completeHistory: 'Fetch the complete history: run `git fetch --unshallow` after the step `checkout`.',
  },
  jenkins: {
    // Set by the plugin "build user vars"; Jenkins itself does not say it.
    actor: ['BUILD_USER_ID', 'BUILD_USER'],
    builder: (env) => env.JOB_URL || undefined,
    completeHistory:
      'Fetch the complete history: turn off "Shallow clone" (Advanced clone behaviours) in the job of Jenkins.',
  },
  codebuild: {
    actor: ['CODEBUILD_INITIATOR'],
    // arn:aws:codebuild:<region>:<account>:build/<project>:<id>
    builder: (env) => env.CODEBUILD_BUILD_ARN?.replace(/:[^:/]*$/, '') || undefined,
    url: (env) => firstOf(env, ['CODEBUILD_PUBLIC_BUILD_URL', 'CODEBUILD_BUILD_URL']),
    checkedOut: { branch: 'CODEBUILD_WEBHOOK_HEAD_REF', commit: 'CODEBUILD_RESOLVED_SOURCE_VERSION' },
    completeHistory:
      'Fetch the complete history: set the Git clone depth of the CodeBuild project to Full (`GitCloneDepth: 0`).',
  },
  azurePipelines: {
    actor: ['BUILD_REQUESTEDFOR'],
    url: azureUrl,
    builder: azureBuilder,
    completeHistory: 'Fetch the complete history: set `fetchDepth: 0` for the step `checkout: self`.',
  },
  bitbucket: {
    // Bitbucket gives an id, and no name.
    actor: ['BITBUCKET_STEP_TRIGGERER_UUID'],
    url: bitbucketUrl,
    builder: (env) => joined('https://bitbucket.org/', env.BITBUCKET_REPO_FULL_NAME, '/pipelines'),
    repository: (env) => joined('https://bitbucket.org/', env.BITBUCKET_REPO_FULL_NAME),
    completeHistory: 'Fetch the complete history: set `clone: depth: full` in bitbucket-pipelines.yml.',
  },
  buildkite: {
    // Who let the build continue after a block step comes first: that is who deploys.
    actor: ['BUILDKITE_UNBLOCKER', 'BUILDKITE_BUILD_CREATOR'],
    builder: (env) => withoutNumber(env.BUILDKITE_BUILD_URL)?.replace(/\/builds$/, ''),
    completeHistory: 'Fetch the complete history: leave `--depth` out of BUILDKITE_GIT_CLONE_FLAGS.',
  },
};

export function firstOf(env: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]).find((value) => value !== undefined && value !== '');
}

/** Nothing where a part of it is missing. */
function joined(...parts: (string | undefined)[]): string | undefined {
  return parts.every(Boolean) ? parts.join('') : undefined;
}

function withoutNumber(url: string | undefined): string | undefined {
  return url?.replace(/\/\d+$/, '') || undefined;
}

function azureBuilder({
  SYSTEM_COLLECTIONURI: collection,
  SYSTEM_TEAMPROJECT: project,
  SYSTEM_DEFINITIONID: id,
}: Environment): string | undefined {
  if (!collection || !project || !id) return undefined;
  return `${collection.replace(/\/$/, '')}/${encodeURIComponent(project)}/_build?definitionId=${id}`;
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
