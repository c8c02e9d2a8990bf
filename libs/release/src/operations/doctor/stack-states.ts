import type { CheckFinding } from '@sluice/contract';
import type { EnvironmentSettings } from '../../config/settings';
import type { DoctorCheck } from './context';
import { failed, ok, tried } from './finding';

/** The stacks of an environment, by the names that aws/ gives them. */
const kinds = ['Environment', 'Pipeline', 'App'];

/** What CloudFormation cannot update any more. */
const stuck = /^(ROLLBACK_COMPLETE|ROLLBACK_FAILED|CREATE_FAILED|UPDATE_ROLLBACK_FAILED|DELETE_FAILED)$/;

/** Whether CloudFormation can still update the stacks of an environment; nothing where it has none of these names. */
export async function stackStates(
  { stacks, settings }: DoctorCheck,
  { name }: EnvironmentSettings,
): Promise<CheckFinding[]> {
  if (stacks === undefined) return [];
  const each = kinds.map(async (kind) => {
    const stack = `${settings.app}-${kind}-${name}`;
    let isThere = true;
    const finding = await tried(`stack ${stack}`, async () => {
      const state = await stacks.state(stack);
      isThere = state !== undefined;
      if (!stuck.test(state ?? '')) return ok(`stack ${stack}`, `The stack "${stack}" is in ${state}.`);
      return failed(
        `stack ${stack}`,
        `The stack "${stack}" is in ${state}, and CloudFormation cannot update it.`,
        `Fix the cause, then run the workflow Init for ${name}: it deletes stacks that were never created, and continues a stopped rollback.`,
      );
    });
    return isThere ? [finding] : [];
  });
  return (await Promise.all(each)).flat();
}
