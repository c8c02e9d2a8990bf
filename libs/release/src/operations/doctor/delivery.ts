import type { CheckFinding } from '@sluice/contract';
import type { EnvironmentSettings } from '../../config/settings';
import { readTag } from '../../tags/read-tag';
import { systemClock } from '../../clock';
import { deliveryState } from '../../watch/undelivered';
import type { DoctorCheck } from './context';
import { failed, ok, unknown } from './finding';

const executionsToAsk = 100;

/** Whether the pipeline has taken up what the tag names. */
export async function delivery(
  context: DoctorCheck,
  { name, tag, pipeline }: EnvironmentSettings,
): Promise<CheckFinding> {
  const check = `delivery to ${name}`;
  const current = await readTag(context, tag);
  if (current === undefined) return ok(check, `"${tag}" has no content yet.`);
  const executions = (await context.pipelines?.executions(pipeline, executionsToAsk)) ?? [];
  const movedAt = current.object.lastModified.toISOString();
  const now = (context.clock ?? systemClock).now();
  switch (deliveryState(current, executions, { asked: executionsToAsk, now })) {
    case 'taken-up':
      return ok(check, `"${pipeline}" has run on the version of "${tag}".`);
    case 'on-its-way':
      return ok(check, `"${tag}" moved at ${movedAt}; its event may still be in delivery.`);
    case 'unknown':
      return unknown(
        check,
        `The executions of "${pipeline}" do not show whether it ran on the version of "${tag}".`,
      );
    case 'lost':
      return failed(
        check,
        `"${tag}" moved at ${movedAt}, and "${pipeline}" has not run on it: its event was lost, or was sent before the pipeline was created.`,
        `Redeploy ${name}: its pipeline then runs on the version of the tag.`,
      );
  }
}
