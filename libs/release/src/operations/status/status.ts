import type { EnvironmentStatus, Status } from '@sluice/contract';
import { taggedArchive } from '../../archives/archive-view';
import { unlessUnreadable } from '../../places/unreadable';
import type { EnvironmentSettings } from '../../config/settings';
import { tagKey } from '../../keys';
import type { PublishedArchive } from '../../archives/published';
import { newestPublishedCommit } from '../../latest/newest-published';
import { decodeMetadata } from '../../metadata/metadata';
import type { PipelineExecution } from '../../ports/pipelines';
import { authorOf } from '../../tags/author';
import { readTagTruly } from '../../tags/by-hand';
import { readHold } from '../../tags/hold';
import { type Stored } from '../../tags/read-tag';
import type { ReleaseContext } from '../../context';
import { commitsBehind } from '../../archives/changes-between';
import { rejectionOf } from '../../archives/rejection';
import { systemClock } from '../../clock';
import { executionsOf, executionsToAsk, runView } from '../../watch/runs';
import { deliveryState } from '../../watch/undelivered';
import { readingOnce } from './read-once';

/**
 * What is where, since when and by whom; whether it came up; and what holds it. Writes nothing. Without the newest
 * commit, which takes a few questions more, nothing tells how far behind an environment is.
 */
export async function readStatus(
  operate: ReleaseContext,
  { withNewest = true }: { withNewest?: boolean } = {},
): Promise<Status> {
  const context = { ...operate, bucket: readingOnce(operate.bucket) };
  const newest = withNewest
    ? newestPublishedCommit(context).then(({ archive }) => archive)
    : Promise.resolve(undefined);
  const [archive, environments] = await Promise.all([
    newest,
    Promise.all(
      context.settings.environments.map((environment) =>
        unlessUnreadable(
          environment,
          () => statusOf(context, environment, newest),
          (unreadable) => unknownStatus(environment, unreadable),
        ),
      ),
    ),
  ]);
  if (archive === undefined) return { newest: undefined, environments };
  const subject = (await context.commits.describe(archive.sha))?.subject;
  return { newest: { commit: archive.sha, subject }, environments };
}

function unknownStatus({ name, tag, pipeline }: EnvironmentSettings, unreadable: string): EnvironmentStatus {
  return { name, tag, pipeline, unreadable };
}

async function statusOf(
  context: ReleaseContext,
  environment: EnvironmentSettings,
  newest: Promise<PublishedArchive | undefined>,
): Promise<EnvironmentStatus> {
  const { name, tag, pipeline } = environment;
  const [current, hold, told] = await Promise.all([
    readTagTruly(context, tag),
    readHold(context.bucket, context.prefix, tag),
    executionsOf(context, environment),
  ]);
  const executions = told ?? [];
  const commit = current?.metadata.commit;
  const [latest] = executions;
  const [to, run, live, rejection, author] = await Promise.all([
    newest,
    latest === undefined ? undefined : runView(context, environment, latest),
    liveVersion(context, environment, executions, current),
    commit === undefined ? undefined : rejectionOf(context, commit),
    current && authorOf(context, current.metadata),
  ]);
  const isSameContent = to !== undefined && to.metadata.digest === current?.metadata.digest;
  const contentOf = isSameContent && to.sha !== commit ? to.sha : undefined;
  return {
    name,
    tag,
    pipeline,
    contentOf,
    behind:
      commit === undefined || to === undefined
        ? undefined
        : await commitsBehind(
            context,
            { commit, digest: current?.metadata.digest },
            { commit: to.sha, digest: to.metadata.digest },
          ),
    current: current && { ...taggedArchive(current), author },
    hold,
    run,
    live,
    rejection,
    undeliveredSince: current && told && undeliveredSince(context, current, told),
  };
}

function undeliveredSince(
  { clock = systemClock }: ReleaseContext,
  current: Stored,
  executions: PipelineExecution[],
): string | undefined {
  const state = deliveryState(current, executions, { asked: executionsToAsk, now: clock.now() });
  return state === 'lost' ? current.object.lastModified.toISOString() : undefined;
}

async function liveVersion(
  { bucket, prefix }: ReleaseContext,
  { tag }: EnvironmentSettings,
  executions: PipelineExecution[],
  current: Stored | undefined,
): Promise<EnvironmentStatus['live']> {
  const success = executions.find(({ status }) => status === 'Succeeded');
  const versionId = success?.sourceRevisions[0]?.revisionId;
  if (success === undefined || versionId === undefined) return undefined;
  const isTagVersion = versionId === current?.object.versionId;
  const object = isTagVersion ? current.object : await bucket.head(tagKey(prefix, tag), versionId);
  const metadata = isTagVersion ? current.metadata : object === undefined ? {} : decodeMetadata(object);
  const { commit, subject, author, actor, digest } = metadata;
  const isOnTag = isTagVersion || (digest !== undefined && digest === current?.metadata.digest);
  const deployedAt = success.updatedAt.toISOString();
  return { versionId, commit, subject, author, actor, deployedAt, isOnTag };
}
