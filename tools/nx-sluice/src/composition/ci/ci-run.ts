import type { CiEnv } from 'env-ci';
import { ciServices, firstOf, type Environment } from './services';

/** What a CI service says of the run that this process is part of. */
export interface CiRun {
  /** Who or what started it. */
  actor?: string;
  /** URL of the run. */
  url?: string;
  /**
   * The commit counts as much as the branch: what a run was started by can be another commit than the one that a later
   * step checked out. Without a branch for tags and pull requests.
   */
  checkedOut?: { commit: string; branch?: string };
  /** The number of the pull request that it is for. */
  pullRequest?: string;
  /** URI of what runs: the workflow or the job, whichever run of it this is. */
  builder?: string;
  /** URL of the repository on the server of the service. */
  repository?: string;
  /** What to do in this service where the clone is shallow: one sentence. */
  completeHistory?: string;
}

/** Services that do not set `CI`. */
const withoutCi = [
  'JENKINS_URL',
  'CODEBUILD_BUILD_ID',
  'BUILD_BUILDURI',
  'TEAMCITY_VERSION',
  'bamboo_agentId',
];

/**
 * The run of CI that this process is part of, by the variables of the service; env-ci knows thirty of them.
 * @param cwd the workspace; a few services do not name the commit, and git is asked there
 * @returns nothing outside of CI, where env-ci, which asks git for each answer, is not loaded
 */
export async function readCiRun(env: Environment, cwd: string): Promise<CiRun | undefined> {
  const isCi = !['', '0', 'false'].includes(env.CI ?? '') || firstOf(env, withoutCi) !== undefined;
  if (!isCi) return undefined;
  const found = await detect(env, cwd);
  if (found === undefined) return undefined;
  const service = ciServices[found.service];
  return {
    actor: firstOf(env, service?.actor ?? []),
    url: service?.url === undefined ? wholeUrl(found.jobUrl ?? found.buildUrl) : service.url(env),
    checkedOut: checkedOut(found, env),
    ...pullRequestOf(found, env),
    builder: service?.builder?.(env),
    repository: service?.repository?.(env),
    completeHistory: service?.completeHistory,
  };
}

/** What env-ci says of a service that it knows. */
interface Detected {
  service: string;
  commit?: string;
  branch?: string;
  tag?: string;
  isPr?: boolean;
  pr?: string | number;
  buildUrl?: string;
  jobUrl?: string;
}

async function detect(env: Environment, cwd: string): Promise<Detected | undefined> {
  const { default: envCi } = await import('env-ci');
  try {
    const found: CiEnv & Partial<Detected> = envCi({ env: { ...env } as Record<string, string>, cwd });
    return found.service === undefined ? undefined : { ...found, service: found.service };
  } catch {
    // It reads files that a service names, which need not be there.
    return undefined;
  }
}

/** env-ci puts URLs together of variables, also of those that are not set. */
function wholeUrl(url: string | undefined): string | undefined {
  return url === undefined || url === '' || url.split(/[/?=&]/).includes('undefined') ? undefined : url;
}

function checkedOut(found: Detected, env: Environment): CiRun['checkedOut'] {
  const own = ciServices[found.service]?.checkedOut;
  const commit = own === undefined ? found.commit : env[own.commit];
  if (!commit) return undefined;
  // The branch that env-ci gives to a pull request is the one that it is to be merged into: its commit is not there yet.
  if (own === undefined && (found.isPr || found.tag)) return { commit, branch: undefined };
  return { commit, branch: branchOfRef(own === undefined ? found.branch : env[own.branch]) };
}

/** GitHub names the pull request in the ref as well, also where the file with the event is missing. */
function pullRequestOf({ isPr, pr }: Detected, env: Environment): Pick<CiRun, 'pullRequest'> {
  if (!isPr) return {};
  const number = pr ?? /^refs\/pull\/(\d+)\//.exec(env.GITHUB_REF ?? '')?.[1];
  return number === undefined ? {} : { pullRequest: String(number) };
}

/** GitHub, CodeBuild and Azure name whole refs, Jenkins the remote as well; a tag or a pull request is no branch. */
function branchOfRef(ref: string | undefined): string | undefined {
  if (!ref || /^refs\/(?!heads\/)/.test(ref)) return undefined;
  return ref.replace(/^refs\/heads\/|^origin\//, '');
}
