import type {
  HoldAnswer,
  Move,
  MovePlan,
  MoveRequest,
  PlanRequest,
  Promotion,
  RedeployResult,
  RedeployRequest,
  RejectionAnswer,
  RollbackPlanRequest,
} from '@sluice/contract';
import {
  accept,
  applyPromotion,
  chooseTarget,
  holdTag,
  narrowed,
  planPromotion,
  planRedeploy,
  planRollback,
  redeploy,
  reject,
  removeHold,
  assertAllowed,
  rollBack,
  type ReleaseContext,
  type PromotionPlan,
  SluiceError,
} from '@sluice/release';
import { needsName, planView, rollbackView, versionOnTag } from './plan-view';

/**
 * What a person does to an environment, through the same functions as the commands. `context` reads what is there now,
 * and its `actor` is the person. Every operation is planned again, and is done only if the plan is still the one that was
 * looked at.
 */
export async function planPromotionOf(
  context: ReleaseContext,
  environment: string,
  { commit, override }: PlanRequest,
): Promise<MovePlan> {
  const target = chooseTarget(context.settings, { env: environment });
  return planView(environment, await planPromotion(context, target, commit, { override }));
}

/** @throws SluiceError `race-lost`, `refused` */
export async function promote(
  context: ReleaseContext,
  environment: string,
  { commit, override, ...request }: MoveRequest,
): Promise<Move> {
  const target = chooseTarget(context.settings, { env: environment });
  const plan = await planPromotion(context, target, commit, { override });
  requireAgreed(environment, plan, request);
  if (!plan.isCurrent) assertAllowed(plan);
  return moveView(await applyPromotion(context, plan, request.reason));
}

export async function planRollbackOf(
  context: ReleaseContext,
  environment: string,
  { commit, override }: RollbackPlanRequest,
): Promise<MovePlan> {
  const target = chooseTarget(context.settings, { env: environment });
  return rollbackView(environment, await planRollback(context, target, override, commit));
}

/** @throws SluiceError `race-lost`, `refused` */
export async function rollBackEnvironment(
  context: ReleaseContext,
  environment: string,
  { commit, override, isChosen, ...request }: MoveRequest,
): Promise<Move> {
  const target = chooseTarget(context.settings, { env: environment });
  const rollback = await planRollback(context, target, override, isChosen ? commit : undefined);
  if (planView(environment, rollback.plan).to.commit !== commit) throw movedMeanwhile(rollback.plan);
  requireAgreed(environment, rollback.plan, request);
  assertAllowed(rollback.plan);
  return moveView(await rollBack(context, rollback, request.reason));
}

/** Runs this environment's pipeline again, and not those of others on its tag. @throws SluiceError `race-lost`, `refused` */
export async function redeployEnvironment(
  context: ReleaseContext,
  environment: string,
  { expects, reason, confirmation }: RedeployRequest,
): Promise<RedeployResult> {
  const target = narrowed(chooseTarget(context.settings, { env: environment }), environment);
  if (target.environments.some(({ confirm }) => confirm)) requireName(environment, confirmation);
  const plan = await planRedeploy(context, target);
  if (plan.versionId !== expects) throw movedMeanwhile(plan);
  return redeploy(context, plan, reason);
}

export async function hold(
  context: ReleaseContext,
  environment: string,
  reason: string,
): Promise<HoldAnswer> {
  const target = chooseTarget(context.settings, { env: environment });
  const { tag, outcome } = await holdTag(context, target, reason);
  return { tag, outcome: outcome === 'held' ? 'held' : 'unchanged' };
}

export async function unhold(
  context: ReleaseContext,
  environment: string,
  reason?: string,
): Promise<HoldAnswer> {
  const target = chooseTarget(context.settings, { env: environment });
  const { tag, outcome, moved } = await removeHold(context, target, reason);
  return { tag, outcome: outcome === 'removed' ? 'removed' : 'unchanged', movedTo: moved?.commit };
}

export async function rejectRelease(
  context: ReleaseContext,
  commit: string,
  reason: string,
): Promise<RejectionAnswer> {
  const { outcome } = await reject(context, commit, reason);
  return { commit, outcome };
}

export async function acceptRelease(
  context: ReleaseContext,
  commit: string,
  reason?: string,
): Promise<RejectionAnswer> {
  const { outcome } = await accept(context, commit, reason);
  return { commit, outcome };
}

function requireAgreed(
  environment: string,
  plan: PromotionPlan,
  { expects, confirmation }: Pick<MoveRequest, 'expects' | 'confirmation'>,
): void {
  if (versionOnTag(plan) !== expects) throw movedMeanwhile(plan);
  if (needsName(plan)) requireName(environment, confirmation);
}

function requireName(environment: string, confirmation: string | undefined): void {
  if (confirmation === environment) return;
  throw new SluiceError(
    'not-confirmed',
    `Changes to "${environment}" require confirmation by name.`,
    `Type ${environment} to confirm.`,
  );
}

function movedMeanwhile({ tag }: { tag: string }): SluiceError {
  return new SluiceError(
    'race-lost',
    `"${tag}" has changed since this plan was created. Nothing was written.`,
    'Review the new plan.',
  );
}

function moveView({ outcome, tag, commit, versionId }: Promotion): Move {
  return { outcome, tag, commit, versionId };
}
