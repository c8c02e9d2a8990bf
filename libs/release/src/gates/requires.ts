import pMap from 'p-map';
import type { EnvironmentSettings } from '../config/settings';
import { isSamePlace } from '../config/same-place';
import { isUserFacingError } from '../errors';
import { prefixFor, tagKey } from '../keys';
import { decodeMetadata } from '../metadata/metadata';
import type { ReleaseContext } from '../context';
import { askExecutions, countingRuns } from '../watch/runs';
import { failureKind, type PipelineExecution } from '../ports/pipelines';
import type { Stored } from '../tags/read-tag';
import type { Gate, GateAnswer } from './gate';

const versionsToAsk = 100;
const requestsAtOnce = 8;

export const requiresGate: Gate = {
  name: 'requires',
  label: 'Required environment',
  description: 'The same content was deployed successfully in each of these environments',
  appliesTo: ['promotion'],
  overridableBy: ['promotion'],
  evaluate({ context, target: { environments }, archive }) {
    const required = new Set(environments.flatMap(({ requires }) => requires));
    const elsewhere = context.settings.environments.filter(({ name }) => required.has(name));
    return Promise.all(
      elsewhere.map((environment) =>
        answerFor(context, environment, archive, otherAccount(environment, environments)),
      ),
    );
  },
};

/**
 * The environment that may be in another account than the one which is asked for, although both are asked with the same
 * credentials: CodePipeline answers for the account of the credentials, and does not know the pipelines of another one.
 */
function otherAccount(
  asked: EnvironmentSettings,
  target: readonly EnvironmentSettings[],
): EnvironmentSettings | undefined {
  const other = target.find(({ place }) => !isSamePlace(place, asked.place));
  if (other === undefined) return undefined;
  const own = [other, asked].filter(({ place }) => place !== undefined);
  return own.find(({ place }) => place?.profile === undefined && place?.endpoint === undefined);
}

/**
 * Whether this content was deployed successfully to another environment: a version of its tag has the digest, and the pipeline's
 * run on that version ended Succeeded. Where that environment has no pipeline at all, having been there is enough,
 * because nobody could tell more; a pipeline that does not answer is no such case.
 */
async function answerFor(
  context: ReleaseContext,
  environment: EnvironmentSettings,
  archive: Stored,
  other: EnvironmentSettings | undefined,
): Promise<GateAnswer> {
  const { name } = environment;
  const no = (explanation: string, remedy: string): GateAnswer => ({ ok: false, explanation, remedy });
  const yes = (explanation: string): GateAnswer => ({ ok: true, explanation });

  const answer = await askExecutions(context, environment);
  const runs = answer.state === 'told' ? countingRuns(answer.executions) : undefined;
  // A component has no pipelines anywhere.
  const isMissing =
    answer.state === 'no-pipeline' &&
    other !== undefined &&
    context.prefix === prefixFor(context.settings.app);
  let newest: string | undefined;
  for await (const versionId of versionsWith(context, environment.tag, archive.metadata.digest)) {
    if (isMissing) return no(...missing(environment, other));
    if (answer.state === 'no-pipeline') return yes(`it has been deployed to ${name}; the result is unknown`);
    if (answer.state === 'unanswered') return no(...unanswered(name, answer.error, other));
    if (runs?.get(versionId)?.status === 'Succeeded') return yes(`it was deployed successfully to ${name}`);
    newest ??= versionId;
  }
  if (newest === undefined) return no(`not deployed to ${name} yet`, `Promote it to ${name} first.`);
  return no(...described(environment, runs?.get(newest)));
}

/** The versions of a tag that have this content, newest first. */
async function* versionsWith(
  { bucket, prefix }: ReleaseContext,
  tag: string,
  digest: string | undefined,
): AsyncIterable<string> {
  if (digest === undefined) return;
  const key = tagKey(prefix, tag);
  const versions = (await bucket.versions(key, versionsToAsk)).filter((one) => !one.isDeleteMarker);
  for (let start = 0; start < versions.length; start += requestsAtOnce) {
    const some = versions.slice(start, start + requestsAtOnce);
    const objects = await pMap(some, ({ versionId }) => bucket.head(key, versionId), {
      concurrency: requestsAtOnce,
    });
    for (const object of objects) {
      if (object !== undefined && decodeMetadata(object).digest === digest) yield object.versionId ?? '';
    }
  }
}

function unanswered(
  name: string,
  error: unknown,
  other: EnvironmentSettings | undefined,
): [explanation: string, remedy: string] {
  const message = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
  const remedy = isUserFacingError(error) ? error.remedy : 'Try again.';
  return [
    `whether it was deployed successfully to ${name} is unknown: ${message}`,
    other !== undefined && failureKind(error) === 'access-denied' ? withCredentialsOf(other) : remedy,
  ];
}

function missing(
  { name, pipeline }: EnvironmentSettings,
  other: EnvironmentSettings,
): [explanation: string, remedy: string] {
  return [
    `whether it was deployed successfully to ${name} is unknown: these credentials find no pipeline "${pipeline}"`,
    withCredentialsOf(other),
  ];
}

function withCredentialsOf({ name }: EnvironmentSettings): string {
  return `If ${name} is in another AWS account, set its "profile" in sluice.json, so that each account is asked with its own credentials.`;
}

function described(
  { name, pipeline }: EnvironmentSettings,
  run: PipelineExecution | undefined,
): [explanation: string, remedy: string] {
  switch (run?.status) {
    case 'InProgress':
    case 'Stopping':
      return [
        `its deployment to ${name} is still in progress`,
        `Wait until "${pipeline}" has finished, then try again.`,
      ];
    case 'Failed':
      return [`its deployment to ${name} failed`, 'Choose a commit that was deployed there successfully.'];
    case 'Stopped':
    case 'Cancelled':
      return [
        `its deployment to ${name} was stopped`,
        `Redeploy ${name}, and wait until "${pipeline}" has finished.`,
      ];
    case 'Superseded':
      return [
        `a newer version superseded its deployment to ${name}`,
        `Promote it to ${name} again, and wait until "${pipeline}" has finished.`,
      ];
    default:
      return [
        `it has been on the tag of ${name}, but "${pipeline}" has no execution of it`,
        `Promote it to ${name} again or redeploy it, and wait until the deployment has finished.`,
      ];
  }
}
