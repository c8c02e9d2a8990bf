import type { GateResult } from '@sluice/contract';

export type { GateResult };

/** How a tag is to be moved, as far as the rules make a difference. */
export interface PromotionOptions {
  /** A rollback goes back to what has run there, so only holds and rejections concern it. */
  kind?: 'promotion' | 'rollback';
  /** Why rules that allow it may be passed over this once. It becomes part of the reason in the history. */
  override?: string;
  /** The id of the hold that belongs to this very rollback. */
  ownHold?: string;
}

/** A no that an override passes over; the remedy names that way out, whether it was taken or not. */
export function applyOverride(
  refusal: Omit<GateResult, 'ok' | 'isOverridden' | 'remedy'> & { remedy: string },
  { override }: PromotionOptions,
): GateResult {
  const remedy = `${refusal.remedy.replace(/\.$/, '')}, or override it, saying why this cannot wait.`;
  const passes = override !== undefined && override.trim() !== '';
  return { ...refusal, remedy, ok: passes, ...(passes ? { isOverridden: true } : {}) };
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
