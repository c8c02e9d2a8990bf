import type { GateResult } from '@sluice/contract';

export type MoveKind = 'promotion' | 'rollback';

export const moveNames: Record<MoveKind, string> = { promotion: 'Promotion', rollback: 'Rollback' };

const applyOverride: Record<MoveKind, GateResult['rule'][]> = {
  promotion: ['freeze', 'minAge', 'requires'],
  rollback: ['hold'],
};

/** Whether something stands against it, and all that does can be passed over with a why. */
export function canOverrideGates(kind: MoveKind, gateResults: GateResult[]): boolean {
  const against = gateResults.filter(({ ok }) => !ok);
  return against.length > 0 && against.every(({ rule }) => applyOverride[kind].includes(rule));
}

/** What a rule is about, as a person would say it. */
export const ruleNames: Record<GateResult['rule'], string> = {
  hold: 'Hold',
  rejected: 'Rejection',
  requires: 'Required environment',
  freeze: 'Freeze',
  minAge: 'Minimum age',
};
