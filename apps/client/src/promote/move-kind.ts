import type { GateResult } from '@sluice/contract';

export type MoveKind = 'promotion' | 'rollback';

export const moveNames: Record<MoveKind, string> = { promotion: 'Promotion', rollback: 'Rollback' };

/** Whether a gate refuses it, and an override bypasses every one that does. */
export function canOverrideGates(gateResults: GateResult[]): boolean {
  const against = gateResults.filter(({ ok }) => !ok);
  return against.length > 0 && against.every(({ isOverridable }) => isOverridable === true);
}
