import type { RedeployResult, RedeployPlan } from '@sluice/contract';
import { appendTo, newestOf } from '../../activity/log';
import { SluiceError } from '../../errors';
import { activityKey } from '../../keys';
import { assertReasonFits } from '../../metadata/reasons';
import { bucketOf } from '../../ports/bucket';
import type { Target } from '../../config/choose-target';
import { readTag, type Stored } from '../../tags/read-tag';
import { carries } from '../../watch/execution-match';
import type { ReleaseContext } from '../../context';

/**
 * Which pipelines would run again, and on which version: the one that the tag names now, whatever comes to it until
 * they start.
 * @throws SluiceError `nothing-to-redeploy` or `pipeline-mismatch` nothing is on the tag, or a pipeline does not watch it. Nothing is started then.
 */
export async function planRedeploy(context: ReleaseContext, target: Target): Promise<RedeployPlan> {
  const { tag } = target;
  const current = await readTag(context, tag);
  if (current?.object.versionId === undefined) {
    throw new SluiceError(
      'nothing-to-redeploy',
      `"${tag}" has no content, so there is nothing to redeploy.`,
      'Promote a commit to it first.',
    );
  }
  return {
    tag,
    versionId: current.object.versionId,
    commit: current.metadata.commit,
    subject: current.metadata.subject,
    pipelines: await Promise.all(
      target.environments.map(async ({ name, pipeline }) => ({
        environment: name,
        pipeline,
        action: await sourceAction(context, pipeline, current),
      })),
    ),
  };
}

/**
 * Starts every pipeline of the plan on its version. The tag stays as it is; a log beside it keeps who asked for it and
 * why. It is written first, so that no run is without a record; what was killed before a pipeline started is not
 * recorded twice when it is run again.
 * @throws SluiceError `reason-too-long` a reason that is too long for the history.
 */
export async function redeploy(
  context: ReleaseContext,
  plan: RedeployPlan,
  reason?: string,
): Promise<RedeployResult> {
  assertReasonFits({ reason });
  if (!(await isAskedFor(context, plan, reason))) {
    const environments = plan.pipelines.map(({ environment }) => environment);
    const { commit, versionId } = plan;
    const record = { kind: 'redeploy' as const, commit, versionId, environments, reason };
    await appendTo(context, activityKey(context.prefix, plan.tag), record);
  }
  const { pipelines } = context;
  const started: RedeployResult['started'] = [];
  for (const { environment, pipeline, action } of plan.pipelines) {
    const executionId = await required(pipelines).start(pipeline, { action, versionId: plan.versionId });
    const url = await pipelines?.consoleUrl(pipeline, executionId);
    started.push({ environment, pipeline, executionId, url });
  }
  return { ...plan, started };
}

/** Executions among which one is looked for that was started for a record. */
const executionsToAsk = 20;

/** Whether the same person asked for the very same a moment ago, and no pipeline has started for it. */
async function isAskedFor(
  { bucket, prefix, actor, pipelines }: ReleaseContext,
  plan: RedeployPlan,
  reason: string | undefined,
): Promise<boolean> {
  const newest = await newestOf(bucket, activityKey(prefix, plan.tag), () => true);
  if (newest === undefined) return false;
  const { version, record } = newest;
  const names = plan.pipelines.map(({ environment }) => environment);
  const isSame =
    record.kind === 'redeploy' &&
    record.versionId === plan.versionId &&
    record.actor === actor &&
    record.reason === reason &&
    record.environments?.join() === names.join();
  if (!isSame) return false;
  const executions = await Promise.all(
    plan.pipelines.map(({ pipeline }) => required(pipelines).executions(pipeline, executionsToAsk)),
  );
  // S3 tells whole seconds.
  const since = version.lastModified.getTime() - 1000;
  return !executions.flat().some((one) => carries(one, plan.versionId) && one.startedAt.getTime() >= since);
}

async function sourceAction(context: ReleaseContext, pipeline: string, { object }: Stored): Promise<string> {
  const sources = await required(context.pipelines).sources(pipeline);
  const watchedBucket = bucketOf(context.bucket, object.key);
  const source = sources.find(({ bucket, key }) => bucket === watchedBucket && key === object.key);
  if (source !== undefined) return source.action;
  const watched = sources.map(({ bucket, key }) => `s3://${bucket}/${key}`).join(', ') || 'no S3 object';
  throw new SluiceError(
    'pipeline-mismatch',
    `The pipeline "${pipeline}" watches ${watched}, not s3://${watchedBucket}/${object.key}.`,
    'Correct its source, or "pipeline" and "tag" of the environment in sluice.json.',
  );
}

function required(pipelines: ReleaseContext['pipelines']): NonNullable<ReleaseContext['pipelines']> {
  if (pipelines !== undefined) return pipelines;
  throw new SluiceError(
    'no-pipelines',
    'No pipelines here to run again.',
    'Run the command where the pipelines are.',
  );
}

/** The one environment that was named; a tag stands for all that watch it. */
export function narrowed(target: Target, env: string | undefined): Target {
  if (env === undefined) return target;
  return { ...target, environments: target.environments.filter(({ name }) => name === env) };
}
