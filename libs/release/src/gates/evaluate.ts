import type { GateResult } from '@sluice/contract';
import { systemClock } from '../clock';
import type { Target } from '../config/choose-target';
import type { ReleaseContext } from '../context';
import type { Stored } from '../tags/read-tag';
import { gates } from './index';
import type { Gate, GateAnswer, PromotionOptions } from './gate';

export type { GateResult };

/** The one evaluator: plan, dry run and execution all go by what it says. */
export async function evaluateGates(
  context: ReleaseContext,
  target: Target,
  archive: Stored,
  promotionOptions: PromotionOptions = {},
): Promise<GateResult[]> {
  const { kind = 'promotion' } = promotionOptions;
  const at = new Date((context.clock ?? systemClock).now());
  const subject = { context, target, archive, at, promotionOptions };
  const asked = gates.filter(({ appliesTo }) => appliesTo.includes(kind));
  const results = await Promise.all(
    asked.map(async (gate) =>
      (await gate.evaluate(subject)).map((answer) => resultOf(gate, answer, promotionOptions)),
    ),
  );
  return results.flat();
}

function resultOf(
  { name: rule, label, overridableBy }: Gate,
  answer: GateAnswer,
  { kind = 'promotion', override }: PromotionOptions,
): GateResult {
  if (answer.ok) return { rule, label, ...answer };
  if (!overridableBy.includes(kind)) return { rule, label, ...answer };
  return applyOverride({ rule, label, ...answer }, override);
}

/** A refusal that an override bypasses; the remedy names that way out, whether it was taken or not. */
function applyOverride(refusal: GateResult & { remedy: string }, override: string | undefined): GateResult {
  const remedy = `${refusal.remedy.replace(/\.$/, '')}, or override it with a reason.`;
  const isOverridden = override !== undefined && override.trim() !== '';
  return {
    ...refusal,
    remedy,
    isOverridable: true,
    ...(isOverridden ? { ok: true, isOverridden } : {}),
  };
}

/** The reason as the history will show it, with that of the override where one was needed. */
export function recordedReason(
  reason: string | undefined,
  gateResults: GateResult[],
  { override }: PromotionOptions,
): string | undefined {
  const skipped = gateResults.filter(({ isOverridden }) => isOverridden).map(({ rule }) => rule);
  if (skipped.length === 0) return reason;
  return [`override of ${[...new Set(skipped)].join(', ')}: ${override}`, reason].filter(Boolean).join('; ');
}
