import type { PipelineExecution } from '../ports/pipelines';
import type { Stored } from '../tags/read-tag';

/** An event takes seconds; after so many milliseconds it has not come. */
export const longestDelivery = 10 * 60_000;

/** What the executions of a pipeline say about the version that its tag has now. */
export type DeliveryState = 'taken-up' | 'on-its-way' | 'lost' | 'unknown';

/**
 * Whether a pipeline has taken up the version of its tag. EventBridge tries to deliver an event for a day and then gives
 * it up, and nothing else starts a pipeline that does not poll: the tag then names a version that nobody runs.
 *
 * @param executions newest first, at most `asked` of them
 * @param asked how many executions the pipeline was asked for; where it told of so many, an older one may exist
 * @param now milliseconds since 1970
 */
export function deliveryState(
  { object: { versionId, lastModified } }: Stored,
  executions: readonly PipelineExecution[],
  { asked, now }: { asked: number; now: number },
): DeliveryState {
  // Without versioning nothing tells one write of a tag from the next.
  if (versionId === undefined || versionId === 'null') return 'unknown';
  const isTaken = executions.some(({ sourceRevisions }) =>
    sourceRevisions.some(({ revisionId }) => revisionId === versionId),
  );
  if (isTaken) return 'taken-up';
  // An execution names its version once its source stage is done.
  const isStarting = executions.some(
    ({ status, sourceRevisions }) => status === 'InProgress' && sourceRevisions.length === 0,
  );
  if (isStarting || now - lastModified.getTime() < longestDelivery) return 'on-its-way';
  return executions.length >= asked ? 'unknown' : 'lost';
}
