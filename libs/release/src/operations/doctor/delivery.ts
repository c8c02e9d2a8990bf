import type { CheckFinding } from '@sluice/contract';
import type { EnvironmentSettings } from '../../config/settings';
import { readTag } from '../../tags/read-tag';
import { systemClock } from '../../clock';
import type { DoctorCheck } from './context';
import { failed, ok, unknown } from './finding';

/** An event takes seconds; after so many milliseconds it has not come. */
export const longestWay = 10 * 60_000;

const executionsToAsk = 100;

/**
 * Whether the pipeline has taken up what the tag names. EventBridge tries to deliver an event for a day and then gives
 * it up, and nothing else starts a pipeline that does not poll.
 */
export async function delivery(
  context: DoctorCheck,
  { name, tag, pipeline }: EnvironmentSettings,
): Promise<CheckFinding> {
  const check = `delivery to ${name}`;
  const current = await readTag(context, tag);
  if (current === undefined) return ok(check, `Nothing is on "${tag}" yet.`);
  const executions = (await context.pipelines?.executions(pipeline, executionsToAsk)) ?? [];
  const isTaken = executions.some(({ sourceRevisions }) =>
    sourceRevisions.some(({ revisionId }) => revisionId === current.object.versionId),
  );
  if (isTaken) return ok(check, `"${pipeline}" has run on what "${tag}" names.`);
  const since = current.object.lastModified;
  if ((context.clock ?? systemClock).now() - since.getTime() < longestWay)
    return ok(check, `"${tag}" moved at ${since.toISOString()}; its event may still be on the way.`);
  if (executions.length === executionsToAsk)
    return unknown(
      check,
      `The last ${executionsToAsk} executions of "${pipeline}" say nothing of what "${tag}" names.`,
    );
  return failed(
    check,
    `"${tag}" moved at ${since.toISOString()}, and "${pipeline}" has not run on it: its event was lost, or came before the pipeline was made.`,
    `Run it on what the tag names: npx sluice redeploy ${name}`,
  );
}
