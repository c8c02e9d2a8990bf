import type { EnvironmentSettings } from '../config/settings';
import { tagKey } from '../keys';
import { decodeMetadata } from '../metadata/metadata';
import type { PipelineExecution } from '../ports/pipelines';
import { readHold } from '../tags/hold';
import { readTag, type Stored } from '../tags/read-tag';
import type { EnvironmentView } from '../views/views';
import type { OperateContext } from './context';
import { newestPublished } from './newest-published';
import { rejectionOf, type Rejection } from './rejection';
import { executionsOf, runView, type Run } from './runs';

export interface EnvironmentStatus extends EnvironmentView {
  /** How many commits the newest published one is ahead; absent when this clone cannot tell. */
  behind?: number;
  /** The newest run of its pipeline; absent when the pipeline cannot tell, or never ran. */
  run?: Run;
  /**
   * What the pipeline last brought up. CodePipeline's own stage rollback puts an earlier version back and leaves the
   * tag as it is, so this can be another than the tag names.
   */
  live?: { versionId: string; commit?: string; subject?: string; isOnTag: boolean };
  /** Its archive was rejected since it came here. */
  rejection?: Rejection;
}

export interface Status {
  /** The newest published commit. */
  newest?: { commit: string; subject?: string };
  /** In the order of promotion. */
  environments: EnvironmentStatus[];
}

/** Uploads among which the newest commit is looked for. */
const recentUploads = 20;

/** What is where, since when and by whom; whether it came up; and what holds it. Writes nothing. */
export async function readStatus(context: OperateContext): Promise<Status> {
  const newest = await newestPublished(context, undefined, recentUploads);
  const [subject, environments] = await Promise.all([
    newest === undefined ? undefined : context.commits.describe(newest).then((commit) => commit?.subject),
    Promise.all(context.settings.environments.map((environment) => statusOf(context, environment, newest))),
  ]);
  return { newest: newest === undefined ? undefined : { commit: newest, subject }, environments };
}

async function statusOf(
  context: OperateContext,
  environment: EnvironmentSettings,
  newest: string | undefined,
): Promise<EnvironmentStatus> {
  const { name, tag, pipeline } = environment;
  const [current, hold, executions = []] = await Promise.all([
    readTag(context, tag),
    readHold(context.bucket, context.prefix, tag),
    executionsOf(context, environment),
  ]);
  const commit = current?.metadata.commit;
  const [latest] = executions;
  const [behind, run, live, rejection] = await Promise.all([
    newest === undefined || commit === undefined ? undefined : commitsBehind(context, commit, newest),
    latest === undefined ? undefined : runView(context, environment, latest),
    liveVersion(context, environment, executions, current),
    commit === undefined ? undefined : rejectionOf(context, commit),
  ]);
  return {
    name,
    tag,
    pipeline,
    current: current && currentView(current),
    hold,
    behind,
    run,
    live,
    rejection,
  };
}

async function commitsBehind(
  { commits }: OperateContext,
  commit: string,
  newest: string,
): Promise<number | undefined> {
  const ancestry = await commits.ancestry(commit, newest);
  if (ancestry === 'unknown') return undefined;
  return ancestry === 'same' || ancestry === 'descendant'
    ? 0
    : (await commits.between(commit, newest)).length;
}

async function liveVersion(
  { bucket, prefix }: OperateContext,
  { tag }: EnvironmentSettings,
  executions: PipelineExecution[],
  current: Stored | undefined,
): Promise<EnvironmentStatus['live']> {
  const success = executions.find(({ status }) => status === 'Succeeded');
  const versionId = success?.sourceRevisions[0]?.revisionId;
  if (versionId === undefined) return undefined;
  if (versionId === current?.object.versionId) {
    const { commit, subject } = current.metadata;
    return { versionId, commit, subject, isOnTag: true };
  }
  const object = await bucket.head(tagKey(prefix, tag), versionId);
  const { commit, subject, digest } = object === undefined ? {} : decodeMetadata(object);
  const isOnTag = digest !== undefined && digest === current?.metadata.digest;
  return { versionId, commit, subject, isOnTag };
}

function currentView({ object, metadata }: Stored): EnvironmentView['current'] {
  const { commit, digest, subject, committedAt, actor, run, reason, previous } = metadata;
  const told = { commit, digest, subject, committedAt, actor, run, reason, previous };
  return {
    ...told,
    size: object.size,
    writtenAt: object.lastModified.toISOString(),
    versionId: object.versionId,
  };
}
