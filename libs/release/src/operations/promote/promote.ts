import type { Promotion } from '@sluice/contract';
import { describeCauses } from '../../errors/causes';
import { SluiceError } from '../../errors';
import { shortSha, tagKey } from '../../keys';
import { assertReasonFits } from '../../metadata/reasons';
import type { ReleaseContext } from '../../context';
import { authorOf } from '../../tags/author';
import { moveTag } from '../../tags/move-tag';
import type { PromotionPlan } from './plan';
import { evaluateGates, recordedReason } from '../../gates/evaluate';

/** @throws SluiceError `refused` or `rejected` naming every rule that forbids it, each with its remedy. */
export function assertAllowed({ tag, gateResults }: Pick<PromotionPlan, 'tag' | 'gateResults'>): void {
  const refusals = gateResults.filter(({ ok }) => !ok);
  if (refusals.length === 0) return;
  // The rejection comes last, because the command that takes it back is added to the end of the remedy.
  const ordered = [
    ...refusals.filter(({ rejected }) => rejected === undefined),
    ...refusals.filter(({ rejected }) => rejected !== undefined),
  ];
  const causes = ordered.map(({ explanation, remedy = 'Choose another commit.' }) => ({
    explanation,
    remedy,
  }));
  const { message, remedy } = describeCauses(`The promotion to "${tag}" is refused`, causes);
  const rejected = ordered.at(-1)?.rejected;
  throw new SluiceError(rejected === undefined ? 'refused' : 'rejected', message, remedy, {
    details: { rejected },
  });
}

/**
 * Carries a plan out, against exactly the versions that it was made against.
 * @throws SluiceError `reason-too-long` a reason that is too long for the history; `refused` or `rejected` a rule or a hold forbids it by now;
 * `race-lost` someone else moved the tag in the meantime.
 */
export async function applyPromotion(
  context: ReleaseContext,
  plan: PromotionPlan,
  reason?: string,
): Promise<Promotion> {
  assertReasonFits({ reason, override: plan.promotionOptions?.override });
  return applyTagMove(context, plan, reason);
}

/** The same for a reason that says more than what a person typed. @throws SluiceError `refused` or `rejected`, `race-lost` */
export async function applyTagMove(
  context: ReleaseContext,
  plan: PromotionPlan,
  reason?: string,
): Promise<Promotion> {
  const { archive, commit } = plan.source;
  const arrives = archive.metadata.commit ?? commit;
  const promotion = {
    tag: plan.tag,
    key: tagKey(context.prefix, plan.tag),
    commit: arrives,
    digest: archive.metadata.digest,
    from: plan.from?.metadata.commit,
  };
  if (plan.isCurrent) return { ...promotion, outcome: 'current', versionId: plan.from?.object.versionId };

  const promotionOptions = plan.promotionOptions ?? {};
  const gateResults = await evaluateGates(context, plan, archive, promotionOptions);
  assertAllowed({ tag: plan.tag, gateResults });
  const move = await moveTag(context, plan.tag, archive.object, plan.from?.object, {
    commit: arrives,
    digest: archive.metadata.digest ?? '',
    subject: archive.metadata.subject,
    author: await authorOf(context, { ...archive.metadata, commit: arrives }),
    committedAt: archive.metadata.committedAt,
    actor: context.actor,
    run: context.run,
    previous: promotion.from,
    operation: promotionOptions.kind === 'rollback' ? 'rollback' : 'promote',
    reason: recordedReason(reason, gateResults, promotionOptions),
  });
  if (move.outcome === 'moved') return { ...promotion, outcome: 'moved', versionId: move.object.versionId };
  throw new SluiceError(
    'race-lost',
    `${move.by ?? 'Someone else'} moved "${plan.tag}" during this promotion of ${shortSha(arrives)}.`,
    'Review the new plan, then try again.',
  );
}
