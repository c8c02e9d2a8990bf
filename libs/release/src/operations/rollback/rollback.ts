import type { HistoryEntry, Rollback, RollbackPlanView } from '@sluice/contract';
import { SluiceError } from '../../errors';
import { shortSha } from '../../keys';
import { assertReasonFits } from '../../metadata/reasons';
import { planTagMove, type PromotionPlan } from '../promote/plan';
import { planView } from '../promote/plan-view';
import { applyTagMove } from '../promote/promote';
import type { Target } from '../../config/choose-target';
import { truly } from '../../tags/by-hand';
import { readHoldFile } from '../../tags/hold-file';
import { readTag } from '../../tags/read-tag';
import { assertVersioned } from '../../tags/require-versioning';
import type { ReleaseContext } from '../../context';
import { chooseVersion, namedVersion, nothingToGoBackTo } from './choose-version';
import { giveUp, requireStill } from './give-up';
import { heldNow, holdForRollback, holdStill, unfinishedRollbackHold, assertNotDone } from './rollback-hold';

export interface RollbackPlan {
  /** The move, as in the plan of a promotion. */
  plan: PromotionPlan;
  /** The version to roll back to. */
  to: HistoryEntry;
  /**
   * Whether the pipelines say that it was deployed successfully; no pipeline can tell of any version, so that it is merely the one before;
   * the pipelines know no run of it, as after CodePipeline's 12 months, or in a pipeline that was created again; or someone named it.
   */
  basis: RollbackPlanView['basis'];
  /** Skipped versions, newest first. */
  skipped: { entry: HistoryEntry; why: string }[];
}

/**
 * Looks for the last version that was deployed successfully before the present content first came to the tag. What came after it does
 * not count: going there would be the way forward again, into what an earlier rollback may have left. Where no version
 * is known to have been deployed successfully, the newest is taken of which nobody knows how it ran; one that is known to have failed
 * never is.
 * @param to the commit of an earlier version, full or at least its first 7 digits: that one is taken instead.
 * @throws SluiceError `nothing-to-roll-back` when no version will do, or the named one will not; `held` when this very rollback was made already.
 */
export async function planRollback(
  context: ReleaseContext,
  target: Target,
  override?: string,
  to?: string,
): Promise<RollbackPlan> {
  await assertVersioned(context.bucket);
  const { tag } = target;
  const current = await readTag(context, tag);
  if (current === undefined) {
    throw new SluiceError(
      'nothing-to-roll-back',
      `"${tag}" has no content, so there is nothing to roll back.`,
      'Promote a commit to it instead.',
    );
  }
  const held = await readHoldFile(context, tag);
  // Without an override, the hold itself refuses it, in a plan that can be looked at.
  if (override !== undefined) await assertNotDone(context, tag, held, override);
  const { chosen, skipped } =
    to === undefined
      ? await chooseVersion(context, target, current)
      : { chosen: await namedVersion(context, target, current, to), skipped: [] };
  if (chosen === undefined) {
    await assertNotDone(context, tag, held, override);
    throw nothingToGoBackTo(tag, skipped);
  }
  const { entry, archive, basis } = chosen;
  const source = { commit: entry.commit ?? '', archive };
  const unfinished = await unfinishedRollbackHold(context, tag, held, source.commit);
  // What was chosen goes back from this very version: a tag that has moved since is for the next plan.
  const from = await truly(context, tag, current);
  const { ownHold } = unfinished;
  const options = { kind: 'rollback', override: override ?? unfinished.override, ownHold } as const;
  const plan = await planTagMove(context, target, source, options, { from });
  return { plan, to: entry, basis, skipped };
}

/**
 * Holds the tag, saying from where to where it goes, then moves it: a CI run that publishes in between finds it held,
 * and whoever looks at the hold learns that the rollback is not finished. Run again after it was killed, it continues with
 * the hold that is there. When the move fails, the hold is as it was before.
 * @throws SluiceError `reason-too-long`, `refused` and `race-lost` as a promotion does; the tag is as others left it then.
 */
export async function rollBack(
  context: ReleaseContext,
  { plan, to }: RollbackPlan,
  reason?: string,
): Promise<Rollback> {
  assertReasonFits({ reason, override: plan.promotionOptions?.override });
  const left = plan.from?.metadata.commit;
  const arrives = to.commit ?? '';
  const what = `rolled back${left === undefined ? '' : ` from ${shortSha(left)}`} to ${shortSha(arrives)}`;
  const why = [what, reason].filter(Boolean).join(': ');
  const intention = {
    from: left,
    to: arrives,
    digest: to.digest,
    replaces: plan.from?.object.versionId,
    actor: context.actor,
    reason,
    override: plan.promotionOptions?.override,
    since: new Date().toISOString(),
  };
  const placed = await holdForRollback(context, plan.tag, intention, plan.promotionOptions?.ownHold);
  const promotionOptions = { ...plan.promotionOptions, ownHold: placed.ownHold };
  let held = placed;
  try {
    const moved = await applyTagMove(context, { ...plan, promotionOptions }, why);
    held = await holdStill(context, plan.tag, placed, intention);
    if (held !== placed) await requireStill(context, plan.tag, moved);
    return { ...moved, hold: await heldNow(context, plan.tag, held) };
  } catch (error) {
    // The reason why it failed matters more than a hold that stays behind and says what it is.
    await giveUp(context, plan.tag, held, what, error).catch(() => undefined);
    throw error;
  }
}

/** The plan as `--json` prints it. */
export function rollbackPlanView({ plan, to, basis, skipped }: RollbackPlan): RollbackPlanView {
  return { plan: planView(plan), to, basis, skipped };
}
