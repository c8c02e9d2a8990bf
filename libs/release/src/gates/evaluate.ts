import { shortSha } from '../keys';
import type { OperateContext } from '../context';
import { describeStanding, rejectionOfContent } from '../archives/rejection-match';
import type { ReleaseContext } from '../context';
import { describeHold, viewOfHold } from '../tags/hold';
import { readHoldFile } from '../tags/hold-file';
import type { Stored } from '../tags/read-tag';
import { systemClock } from '../clock';
import { ranWellIn } from './requires';
import type { Target } from '../config/choose-target';
import { notFrozen, oldEnough } from './timing';
import { overridable, type Conduct, type Verdict } from './gate-result';

/**
 * The one evaluator: plan, dry run and deed all go by what it says. A tag is moved for every environment that watches
 * it, so the rules of all of them count.
 */
export async function evaluateRules(
  context: OperateContext,
  target: Target,
  archive: Stored,
  conduct: Conduct = {},
): Promise<Verdict[]> {
  return [
    ...(await notHeld(context, target, conduct)),
    ...(await notRejected(context, archive)),
    ...(conduct.kind === 'rollback' ? [] : await fitToCome(context, target, archive, conduct)),
  ];
}

/** The rules about what is new to an environment. */
async function fitToCome(
  context: OperateContext,
  { environments }: Target,
  archive: Stored,
  conduct: Conduct,
): Promise<Verdict[]> {
  const at = new Date((context.clock ?? systemClock).now());
  const required = new Set(environments.flatMap(({ requires }) => requires));
  const elsewhere = context.settings.environments.filter(({ name }) => required.has(name));
  return [
    ...environments.flatMap((environment) => notFrozen(environment, at, conduct)),
    ...environments.flatMap((environment) => oldEnough(environment, archive, at, conduct)),
    ...(await Promise.all(elsewhere.map((environment) => ranWellIn(context, environment, archive, conduct)))),
  ];
}

/** A tag is held so that nothing moves it; only a rollback may be needed so badly that it says why it must. */
async function notHeld(context: ReleaseContext, { tag }: Target, conduct: Conduct): Promise<Verdict[]> {
  const stored = await readHoldFile(context, tag);
  if (stored === undefined || stored.unheld !== undefined) return [];
  const { id, rollback } = stored.hold;
  const isOwn = id !== undefined && id === conduct.ownHold;
  if (isOwn && rollback?.overHold === undefined) return [];
  const hold = await viewOfHold(context, tag, stored.hold);
  const isUnfinished = hold.rollback?.state === 'unfinished';
  const refusal = {
    rule: 'hold' as const,
    explanation: describeHold(tag, hold),
    remedy: `${isUnfinished ? 'Run the rollback again to finish it, or release' : 'Release'} the hold on "${tag}" first.`,
  };
  // A rollback that was killed goes on with what was said when it started.
  const override = conduct.override ?? (isOwn ? rollback?.override : undefined);
  return [conduct.kind === 'rollback' ? overridable(refusal, { override }) : { ...refusal, ok: false }];
}

async function notRejected(
  context: ReleaseContext,
  { metadata: { commit, digest } }: Stored,
): Promise<Verdict[]> {
  const standing = commit === undefined ? undefined : await rejectionOfContent(context, commit, digest);
  if (commit === undefined || standing === undefined) return [];
  const { commit: rejected } = standing;
  const remedy = `Choose another commit, or take the rejection of ${shortSha(rejected)} back.`;
  return [{ rule: 'rejected', ok: false, rejected, explanation: describeStanding(standing, commit), remedy }];
}
