import { FailedError } from '../errors/errors';
import { shortSha, tagKey } from '../keys';
import { decodeMetadata } from '../metadata/metadata';
import { requireRoom } from '../metadata/reasons';
import { planMove, type PromotionPlan } from '../promote/plan';
import { moveByPlan } from '../promote/promote';
import type { Target } from '../promote/target';
import { readArchive, readTag, type Stored } from '../tags/read-tag';
import { requireVersioning } from '../tags/require-versioning';
import type { HistoryEntry } from '../views/history';
import type { Rollback } from '../views/rollback';
import type { OperateContext } from './context';
import { readHistory } from './history';
import { holdTag } from './hold';
import { describeStanding, rejectionOfContent } from './rejected-content';
import { ranWell } from './runs';

export interface RollbackPlan {
  /** The move itself, as a promotion's plan shows it. */
  plan: PromotionPlan;
  /** The version to go back to. */
  to: HistoryEntry;
  /** Whether the pipelines say that it ran well, or no pipeline can tell and it is merely the one before. */
  basis: 'ran-well' | 'previous';
  /** Newer versions that will not do, newest first. */
  passedOver: { entry: HistoryEntry; why: string }[];
}

const versionsToLookAt = 100;

/**
 * Looks for the last version that ran well before the present content first came to the tag. What came after it does
 * not count: going there would be the way forward again, into what an earlier rollback may have left. Where no
 * pipeline can tell, the version before is taken.
 * @throws FailedError when no version will do.
 */
export async function planRollback(
  context: OperateContext,
  target: Target,
  override?: string,
): Promise<RollbackPlan> {
  await requireVersioning(context.bucket);
  const { tag } = target;
  const current = await readTag(context, tag);
  if (current === undefined) {
    throw new FailedError(
      `Nothing is on "${tag}", so there is nothing to roll back.`,
      'Promote a commit to it instead.',
    );
  }
  const { entries, arePipelinesKnown } = await readHistory(context, target, { limit: versionsToLookAt });
  const passedOver: RollbackPlan['passedOver'] = [];
  for (const entry of beforePresentContent(entries, current)) {
    const why = await whyNot(context, entry, arePipelinesKnown);
    if (why !== undefined) {
      passedOver.push({ entry, why });
      continue;
    }
    const archive = await contentOf(context, tag, entry);
    if (archive === undefined) continue;
    const source = { commit: entry.commit ?? '', archive };
    const plan = await planMove(context, target, source, { kind: 'rollback', override });
    return { plan, to: entry, basis: arePipelinesKnown ? 'ran-well' : 'previous', passedOver };
  }
  throw nothingToGoBackTo(tag, passedOver);
}

/**
 * Holds the tag, then moves it back: a CI run that publishes in between finds it held. When the move fails, the hold
 * that was made for it goes again.
 * @throws UsageError, RefusedError and RaceLostError as a promotion does; the tag is as others left it then.
 */
export async function rollBack(
  context: OperateContext,
  { plan, to }: RollbackPlan,
  reason?: string,
): Promise<Rollback> {
  requireRoom({ reason, override: plan.conduct?.override });
  const left = plan.from?.metadata.commit;
  const what = `rolled back${left === undefined ? '' : ` from ${shortSha(left)}`} to ${shortSha(to.commit ?? '')}`;
  const why = [what, reason].filter(Boolean).join(': ');
  const hold = await holdTag(context, plan, why);
  const ownHold = hold.outcome === 'held' ? hold.hold.id : undefined;
  try {
    const moved = await moveByPlan(context, { ...plan, conduct: { ...plan.conduct, ownHold } }, why);
    return { ...moved, hold };
  } catch (error) {
    // The reason why it failed matters more than a hold that stays behind and says what it is.
    if (ownHold !== undefined) await context.bucket.remove(hold.key).catch(() => undefined);
    throw error;
  }
}

function beforePresentContent(entries: HistoryEntry[], current: Stored): HistoryEntry[] {
  const isPresent = ({ digest, versionId }: HistoryEntry) =>
    versionId === current.object.versionId || (digest !== undefined && digest === current.metadata.digest);
  return entries.slice(entries.findLastIndex(isPresent) + 1).filter(({ by }) => by !== 'removed');
}

async function whyNot(
  context: OperateContext,
  entry: HistoryEntry,
  arePipelinesKnown: boolean,
): Promise<string | undefined> {
  if (entry.commit === undefined || entry.digest === undefined) return 'it was put there by hand';
  if (arePipelinesKnown && !ranWell(entry.runs)) {
    const ends = entry.runs.map(({ environment, status }) => `${status} in ${environment}`);
    return ends.length === 0 ? 'no pipeline is known to have run it' : `it ended ${ends.join(', ')}`;
  }
  const archive = await readArchive(context, entry.commit);
  const standing =
    archive === undefined ? undefined : await rejectionOfContent(context, entry.commit, entry.digest);
  return standing === undefined ? undefined : describeStanding(standing, entry.commit);
}

/** The archive of its commit or, where that was pruned, the version itself. */
async function contentOf(
  context: OperateContext,
  tag: string,
  entry: HistoryEntry,
): Promise<Stored | undefined> {
  const archive = entry.commit === undefined ? undefined : await readArchive(context, entry.commit);
  if (archive !== undefined && archive.metadata.digest === entry.digest) return archive;
  const object = await context.bucket.head(tagKey(context.prefix, tag), entry.versionId);
  return object === undefined ? undefined : { object, metadata: decodeMetadata(object) };
}

function nothingToGoBackTo(tag: string, passedOver: RollbackPlan['passedOver']): FailedError {
  const [nearest] = passedOver;
  const which = nearest?.entry.commit === undefined ? 'the last one' : shortSha(nearest.entry.commit);
  return new FailedError(
    nearest === undefined
      ? `"${tag}" has no other version before the content that is on it now.`
      : `None of the ${passedOver.length} earlier versions of "${tag}" will do; ${which}: ${nearest.why}.`,
    'Choose a commit yourself and promote it; the history lists what was there.',
  );
}
