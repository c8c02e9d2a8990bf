import type { EnvironmentSettings } from '../config/settings';
import { tagKey } from '../keys';
import { decodeMetadata } from '../metadata/metadata';
import type { PipelineExecution } from '../ports/pipelines';
import { authorOf } from '../tags/author';
import { readTagTruly } from '../tags/by-hand';
import { readHold } from '../tags/hold';
import { readArchive, type Stored } from '../tags/read-tag';
import { taggedArchive } from '../views/archive';
import type { EnvironmentStatus, Status } from '../views/environment';
import type { OperateContext } from './context';
import { commitsBehind, type Content } from '../promote/changes-between';
import { newestPublished } from './newest-published';
import { rejectionOf } from './rejection';
import { executionsOf, runView } from './runs';

/** Uploads among which the newest commit is looked for. */
const recentUploads = 20;

/**
 * What is where, since when and by whom; whether it came up; and what holds it. Writes nothing. Without the newest
 * commit, which takes a listing of all archives, nothing tells how far behind an environment is.
 */
export async function readStatus(
  context: OperateContext,
  { withNewest = true }: { withNewest?: boolean } = {},
): Promise<Status> {
  const newest = withNewest ? newestContent(context) : Promise.resolve(undefined);
  // A large bucket takes its time to be listed; the environments are asked meanwhile.
  const [content, environments] = await Promise.all([
    newest,
    Promise.all(context.settings.environments.map((environment) => statusOf(context, environment, newest))),
  ]);
  if (content === undefined) return { newest: undefined, environments };
  const { commit } = content;
  return { newest: { commit, subject: (await context.commits.describe(commit))?.subject }, environments };
}

async function newestContent(context: OperateContext): Promise<Content | undefined> {
  const commit = await newestPublished(context, undefined, recentUploads);
  if (commit === undefined) return undefined;
  return { commit, digest: (await readArchive(context, commit))?.metadata.digest };
}

async function statusOf(
  context: OperateContext,
  environment: EnvironmentSettings,
  newest: Promise<Content | undefined>,
): Promise<EnvironmentStatus> {
  const { name, tag, pipeline } = environment;
  const [current, hold, executions = []] = await Promise.all([
    readTagTruly(context, tag),
    readHold(context.bucket, context.prefix, tag),
    executionsOf(context, environment),
  ]);
  const commit = current?.metadata.commit;
  const [latest] = executions;
  const [behind, run, live, rejection, author] = await Promise.all([
    commit === undefined
      ? undefined
      : newest.then((to) =>
          to === undefined
            ? undefined
            : commitsBehind(context, { commit, digest: current?.metadata.digest }, to),
        ),
    latest === undefined ? undefined : runView(context, environment, latest),
    liveVersion(context, environment, executions, current),
    commit === undefined ? undefined : rejectionOf(context, commit),
    current && authorOf(context, current.metadata),
  ]);
  return {
    name,
    tag,
    pipeline,
    current: current && { ...taggedArchive(current), author },
    hold,
    behind,
    run,
    live,
    rejection,
  };
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
