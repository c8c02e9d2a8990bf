import { SluiceError } from '../errors';
import { tagKey } from '../keys';
import { decodeMetadata } from '../metadata/metadata';
import type { PipelineExecution } from '../ports/pipelines';
import type { Target } from '../config/choose-target';
import { readTag, type Stored } from '../tags/read-tag';
import { systemClock } from '../clock';
import { defaultLimits, type WatchRequest } from '../watch/request';
import { carries, isOver } from '../watch/execution-match';
import type { ReleaseContext } from '../context';

/** A deployment that can be watched. */
export type FoundDeployment = Pick<WatchRequest, 'environments' | 'tag' | 'key' | 'commit' | 'written'> & {
  versionId: string;
};

/** One page of CodePipeline's. */
const executionsToAsk = 100;

/**
 * The deployment that is under way in these environments, or else that of the version which is on the tag now. A version
 * that came to the tag a moment ago is waited for, because its execution may not have started yet.
 * @throws SluiceError `nothing-on-tag` or `commit-unknown` nothing is on the tag, or nobody knows which commit it is.
 */
export async function findDeployment(context: ReleaseContext, target: Target): Promise<FoundDeployment> {
  const { tag, environments } = target;
  const key = tagKey(context.prefix, tag);
  const current = await readTag(context, tag);
  if (current?.object.versionId === undefined) {
    throw new SluiceError(
      'nothing-on-tag',
      `"${tag}" has no content, so there is no deployment to watch.`,
      'Promote a commit to it first.',
    );
  }
  const { versionId } = current.object;
  const under = await versionUnderWay(context, target, current);
  const object = under === versionId ? current.object : await context.bucket.head(key, under);
  const commit = object && decodeMetadata(object).commit;
  if (commit === undefined) {
    throw new SluiceError(
      'commit-unknown',
      `The object of "${tag}" has no commit in its metadata: it was copied manually.`,
      'Check the pipeline itself, or promote a commit.',
    );
  }
  const age = (context.clock ?? systemClock).now() - current.object.lastModified.getTime();
  const isNew = under === versionId && age < defaultLimits.start;
  return { environments, tag, key, commit, versionId: under, written: isNew ? 'now' : 'earlier' };
}

/** The version that all of these pipelines work on, where it is another than the tag names. */
async function versionUnderWay(
  { pipelines, clock = systemClock }: ReleaseContext,
  { environments }: Target,
  { object: { versionId = '', lastModified } }: Stored,
): Promise<string> {
  if (pipelines === undefined) return versionId;
  // Whatever runs when the tag has moved a moment ago, the new version is to follow it.
  const isFresh = clock.now() - lastModified.getTime() < defaultLimits.start;
  const versions = await Promise.all(
    environments.map(async ({ pipeline }) => {
      // The watch reports why it does not answer.
      const executions = await pipelines.executions(pipeline, executionsToAsk).catch(() => []);
      return workedOn(executions, versionId, isFresh);
    }),
  );
  const [first = versionId] = versions;
  return versions.every((version) => version === first) ? first : versionId;
}

/** @param executions newest first. */
function workedOn(executions: readonly PipelineExecution[], onTag: string, isFresh: boolean): string {
  const ofTag = executions.findIndex((one) => one.type === 'standard' && carries(one, onTag));
  if (ofTag < 0 && isFresh) return onTag;
  const newer = ofTag < 0 ? executions : executions.slice(0, ofTag);
  const running = newer.find((one) => one.type === 'standard' && !isOver(one));
  return running?.sourceRevisions[0]?.revisionId ?? onTag;
}
