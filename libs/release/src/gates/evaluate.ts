import { shortSha } from '../keys';
import type { OperateContext } from '../context';
import { describeRejectionMatch, rejectionOfContent } from '../archives/rejection-match';
import type { ReleaseContext } from '../context';
import { describeHold, viewOfHold } from '../tags/hold';
import { readHoldFile } from '../tags/hold-file';
import type { Stored } from '../tags/read-tag';
import { systemClock } from '../clock';
import { requiresGate } from './requires';
import type { Target } from '../config/choose-target';
import { freezeGate, minAgeGate } from './timing';
import { applyOverride, type PromotionOptions, type GateResult } from './gate-result';

/**
 * The one evaluator: plan, dry run and deed all go by what it says. A tag is moved for every environment that watches
 * it, so the rules of all of them count.
 */
export async function evaluateGates(
  context: OperateContext,
  target: Target,
  archive: Stored,
  promotionOptions: PromotionOptions = {},
): Promise<GateResult[]> {
  return [
    ...(await holdGate(context, target, promotionOptions)),
    ...(await rejectionGate(context, archive)),
    ...(promotionOptions.kind === 'rollback'
      ? []
      : await fitToCome(context, target, archive, promotionOptions)),
  ];
}

/** The rules about what is new to an environment. */
async function fitToCome(
  context: OperateContext,
  { environments }: Target,
  archive: Stored,
  promotionOptions: PromotionOptions,
): Promise<GateResult[]> {
  const at = new Date((context.clock ?? systemClock).now());
  const required = new Set(environments.flatMap(({ requires }) => requires));
  const elsewhere = context.settings.environments.filter(({ name }) => required.has(name));
  return [
    ...environments.flatMap((environment) => freezeGate(environment, at, promotionOptions)),
    ...environments.flatMap((environment) => minAgeGate(environment, archive, at, promotionOptions)),
    ...(await Promise.all(
      elsewhere.map((environment) => requiresGate(context, environment, archive, promotionOptions)),
    )),
  ];
}

/** A tag is held so that nothing moves it; only a rollback may be needed so badly that it says why it must. */
async function holdGate(
  context: ReleaseContext,
  { tag }: Target,
  promotionOptions: PromotionOptions,
): Promise<GateResult[]> {
  const stored = await readHoldFile(context, tag);
  if (stored === undefined || stored.unheld !== undefined) return [];
  const { id, rollback } = stored.hold;
  const isOwn = id !== undefined && id === promotionOptions.ownHold;
  if (isOwn && rollback?.overHold === undefined) return [];
  const hold = await viewOfHold(context, tag, stored.hold);
  const isUnfinished = hold.rollback?.state === 'unfinished';
  const refusal = {
    rule: 'hold' as const,
    explanation: describeHold(tag, hold),
    remedy: `${isUnfinished ? 'Run the rollback again to finish it, or release' : 'Release'} the hold on "${tag}" first.`,
  };
  // A rollback that was killed goes on with what was said when it started.
  const override = promotionOptions.override ?? (isOwn ? rollback?.override : undefined);
  return [
    promotionOptions.kind === 'rollback' ? applyOverride(refusal, { override }) : { ...refusal, ok: false },
  ];
}

async function rejectionGate(
  context: ReleaseContext,
  { metadata: { commit, digest } }: Stored,
): Promise<GateResult[]> {
  const rejectionMatch = commit === undefined ? undefined : await rejectionOfContent(context, commit, digest);
  if (commit === undefined || rejectionMatch === undefined) return [];
  const { commit: rejected } = rejectionMatch;
  const remedy = `Choose another commit, or take the rejection of ${shortSha(rejected)} back.`;
  return [
    {
      rule: 'rejected',
      ok: false,
      rejected,
      explanation: describeRejectionMatch(rejectionMatch, commit),
      remedy,
    },
  ];
}
