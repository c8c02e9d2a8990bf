import type { Verdict } from '@sluice/contract';

export type MoveKind = 'promotion' | 'rollback';

const overridable: Record<MoveKind, Verdict['rule'][]> = {
  promotion: ['freeze', 'minAge', 'requires'],
  rollback: ['hold'],
};

/** Whether something stands against it, and all that does can be passed over with a why. */
export function canOverride(kind: MoveKind, verdicts: Verdict[]): boolean {
  const against = verdicts.filter(({ ok }) => !ok);
  return against.length > 0 && against.every(({ rule }) => overridable[kind].includes(rule));
}

/** What a rule is about, as a person would say it. */
export const ruleNames: Record<Verdict['rule'], string> = {
  hold: 'Hold',
  rejected: 'Rejection',
  requires: 'Has run before',
  freeze: 'Freeze',
  minAge: 'Minimum age',
};
