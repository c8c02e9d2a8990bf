import type { CheckFinding } from '@sluice/contract';
import type { EnvironmentSettings } from '../../config/settings';
import { prefixFor, tagKey } from '../../keys';
import { bucketOf } from '../../ports/bucket';
import { failureKind, type PipelineSource } from '../../ports/pipelines';
import type { DoctorCheck } from './context';
import { delivery } from './delivery';
import { failed, ok, tried, unanswered, unknown, warning } from './finding';
import { stackStates } from './stack-states';
import { starting } from './starts';

/**
 * CodePipeline's limit of a source artifact from S3 (https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html).
 * CloudFormation's 256 MB are no limit of an archive: it is given the small artifact that the build makes.
 */
export const largestArtifact = 7 * 1024 ** 3;

/** Each environment's pipeline, what starts it, and whether it can take what the tag names. */
export async function deployments(context: DoctorCheck): Promise<CheckFinding[]> {
  // The pipelines of sluice.json watch the whole app's tags, never a component's.
  const isWhole = context.prefix === prefixFor(context.settings.app);
  const each = context.settings.environments.map(async (environment) => [
    ...(isWhole ? await pipelineOf(context, environment) : []),
    ...(isWhole ? await stackStates(context, environment) : []),
    await tried(`size in ${environment.name}`, () => fitting(context, environment)),
  ]);
  return (await Promise.all(each)).flat();
}

async function pipelineOf(context: DoctorCheck, environment: EnvironmentSettings): Promise<CheckFinding[]> {
  const { name, tag, pipeline } = environment;
  const check = `pipeline of ${name}`;
  if (context.pipelines === undefined) return [unknown(check, 'No pipelines here.')];
  let sources: PipelineSource[];
  try {
    sources = await context.pipelines.sources(pipeline);
  } catch (error) {
    // The local cloud has pipelines for as long as it is started, and it need not be.
    const isIdle = context.settings.bucket === undefined && failureKind(error) === 'no-pipeline';
    if (failureKind(error) !== 'access-denied')
      return [unanswered(check, error, isIdle ? 'warning' : 'failed')];
    const remedy = 'Allow them codepipeline:GetPipeline, or run doctor with a role that has it.';
    return [
      unknown(check, `Not checked: these credentials lack codepipeline:GetPipeline on ${pipeline}.`, remedy),
    ];
  }
  const key = tagKey(context.prefix, tag);
  const source = sources.find((one) => one.bucket === bucketOf(context.bucket, key) && one.key === key);
  if (source === undefined) {
    const watched = sources.map((one) => `s3://${one.bucket}/${one.key}`).join(', ') || 'no S3 object';
    const message = `"${pipeline}" watches ${watched}, not s3://${bucketOf(context.bucket, key)}/${key}.`;
    return [
      failed(
        check,
        message,
        'Correct its source, or "pipeline" and "tag" of the environment in sluice.json.',
      ),
    ];
  }
  const its =
    environment.place === undefined ? context : { ...context, facts: await context.bucket.facts(key) };
  return [
    aboutPolling(context, check, pipeline, key, source),
    ...(await mayWatch(context, environment)),
    ...(source.polls ? [] : [await tried(`start of ${name}`, () => starting(its, environment, source))]),
    await tried(`delivery to ${name}`, () => delivery(context, environment)),
    ...(await ownerSeenFrom(context, name, source, key)),
  ];
}

function aboutPolling(
  { settings }: DoctorCheck,
  check: string,
  pipeline: string,
  key: string,
  { polls }: PipelineSource,
): CheckFinding {
  // The local cloud looks by itself for as long as it runs.
  if (!polls || settings.bucket === undefined) return ok(check, `"${pipeline}" watches ${key}.`);
  return warning(
    check,
    `"${pipeline}" polls, and AWS stops polling after 30 days without an execution.`,
    'Start it with an EventBridge rule for "Object Created", and set PollForSourceChanges to false.',
  );
}

/** What `--watch`, `status` and the rule `requires` ask of a pipeline. */
async function mayWatch(
  { pipelines }: DoctorCheck,
  { name, pipeline }: EnvironmentSettings,
): Promise<CheckFinding[]> {
  const questions: [action: string, ask: () => Promise<unknown> | undefined][] = [
    ['codepipeline:GetPipelineState', () => pipelines?.stages(pipeline)],
    ['codepipeline:ListPipelineExecutions', () => pipelines?.executions(pipeline, 1)],
  ];
  const refused = await Promise.all(
    questions.map(async ([action, ask]) => {
      try {
        await ask();
        return [];
      } catch (error) {
        return failureKind(error) === 'access-denied' ? [action] : [];
      }
    }),
  );
  const missing = refused.flat().join(', ');
  if (missing === '') return [];
  return [
    warning(
      `permission to watch ${name}`,
      `These credentials lack ${missing} on ${pipeline}: its state cannot be read.`,
      `Allow them ${missing} on that pipeline.`,
    ),
  ];
}

/** A bucket of another account may be meant, or be someone else's who was first to take its name. */
async function ownerSeenFrom(
  { bucket }: DoctorCheck,
  name: string,
  { pipelineArn }: PipelineSource,
  key: string,
): Promise<CheckFinding[]> {
  const account = pipelineArn?.split(':')[4];
  if (account === undefined || !/^\d{12}$/.test(account)) return [];
  const check = `owner seen from ${name}`;
  return [
    await tried(check, async () =>
      (await bucket.isOwnedBy(account, key))
        ? ok(check, `The bucket and the pipeline of ${name} belong to the same account.`)
        : warning(
            check,
            `The bucket and the pipeline of ${name} belong to different accounts (${account}).`,
            'Check the name of the bucket. If the other account is intended, nothing has to be done.',
          ),
    ),
  ];
}

async function fitting(
  { bucket, prefix }: DoctorCheck,
  { name, tag }: EnvironmentSettings,
): Promise<CheckFinding> {
  const check = `size in ${name}`;
  const object = await bucket.head(tagKey(prefix, tag));
  if (object === undefined) return ok(check, `"${tag}" has no content yet.`);
  return object.size <= largestArtifact
    ? ok(check, `The archive on "${tag}" is within the 7 GB limit of CodePipeline.`)
    : failed(
        check,
        `The archive on "${tag}" is larger than the 7 GB limit of CodePipeline.`,
        'Exclude files that the app does not need with "ignore" of the assets in project.json.',
      );
}
