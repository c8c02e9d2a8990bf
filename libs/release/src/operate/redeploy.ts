import { FailedError } from '../errors/errors';
import type { Target } from '../promote/target';
import { readTag, type Stored } from '../tags/read-tag';
import type { RedeployPlan, Redeployment } from '../views/redeployment';
import type { OperateContext } from './context';

/**
 * Which pipelines would run again, and on which version: the one that the tag names now, whatever comes to it until
 * they start.
 * @throws FailedError nothing is on the tag, or a pipeline does not watch it. Nothing is started then.
 */
export async function planRedeploy(context: OperateContext, target: Target): Promise<RedeployPlan> {
  const { tag } = target;
  const current = await readTag(context, tag);
  if (current?.object.versionId === undefined) {
    throw new FailedError(
      `Nothing is on "${tag}", so there is nothing to deploy again.`,
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

/** Starts every pipeline of the plan on its version. Nothing is written, so the history stays as it is. */
export async function redeploy(context: OperateContext, plan: RedeployPlan): Promise<Redeployment> {
  const { pipelines } = context;
  const started: Redeployment['started'] = [];
  for (const { environment, pipeline, action } of plan.pipelines) {
    const executionId = await required(pipelines).start(pipeline, { action, versionId: plan.versionId });
    const url = await pipelines?.consoleUrl(pipeline, executionId);
    started.push({ environment, pipeline, executionId, url });
  }
  return { ...plan, started };
}

async function sourceAction(context: OperateContext, pipeline: string, { object }: Stored): Promise<string> {
  const sources = await required(context.pipelines).sources(pipeline);
  const source = sources.find(({ bucket, key }) => bucket === context.bucket.name && key === object.key);
  if (source !== undefined) return source.action;
  const watched = sources.map(({ bucket, key }) => `s3://${bucket}/${key}`).join(', ') || 'no S3 object';
  throw new FailedError(
    `The pipeline "${pipeline}" watches ${watched}, not s3://${context.bucket.name}/${object.key}.`,
    'Correct its source, or "pipeline" and "tag" of the environment in sluice.json.',
  );
}

function required(pipelines: OperateContext['pipelines']): NonNullable<OperateContext['pipelines']> {
  if (pipelines !== undefined) return pipelines;
  throw new FailedError('There are no pipelines here to run again.', 'Run it where the pipelines are.');
}

/** The one environment that was named; a tag stands for all that watch it. */
export function narrowed(target: Target, env: string | undefined): Target {
  if (env === undefined) return target;
  return { ...target, environments: target.environments.filter(({ name }) => name === env) };
}
