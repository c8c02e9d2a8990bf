import type { UnholdResult, HoldView } from '@sluice/contract';
import { SluiceError } from '../../errors';
import { holdKey, latestTag } from '../../keys';
import { convergeLatest } from '../../latest/converge';
import { assertReasonFits } from '../../metadata/reasons';
import type { ReleaseContext } from '../../context';
import { describeHold, viewOfHold } from '../../tags/hold';
import { readHoldFile } from '../../tags/hold-file';
import { writeHoldFile } from '../../tags/write-hold-file';
import { assertVersioned } from '../../tags/require-versioning';

/**
 * Removes a hold: `<tag>.hold.json` says from then on who removed it, and why. The commits that were published while `latest` was held are waiting: it moves on to the newest of
 * them. Other tags are moved by promotions alone, so they stay where they are.
 *
 * Released twice, or released by someone else in between, `latest` is brought up anyway: a run that was killed
 * between the two steps is completed by the next one.
 * @throws SluiceError `reason-too-long` a reason that is too long for the history; `race-lost` when someone placed another hold in the meantime, or when `latest` never held still, the hold
 * is lifted then.
 */
export async function removeHold(
  context: ReleaseContext,
  { tag }: { tag: string },
  reason?: string,
): Promise<UnholdResult> {
  assertReasonFits({ reason });
  await assertVersioned(context.bucket);
  const key = holdKey(context.prefix, tag);
  const hold = await unhold(context, tag, reason);
  const outcome = hold === undefined ? 'absent' : 'removed';
  if (tag !== latestTag) return { tag, key, outcome, hold, moved: undefined };
  const { moved } = await convergeLatest(context, {
    operation: 'unhold',
    reasonFor: () => reason ?? 'the hold was removed',
  });
  return { tag, key, outcome, hold, moved };
}

/** @returns the hold that was removed; nothing where nobody held the tag. */
async function unhold(context: ReleaseContext, tag: string, reason?: string): Promise<HoldView | undefined> {
  const before = await readHoldFile(context, tag);
  if (before === undefined || before.unheld !== undefined) return undefined;
  const view = await viewOfHold(context, tag, before.hold);
  const unheld = { reason, actor: context.actor, since: new Date().toISOString(), run: context.run };
  if ((await writeHoldFile(context, tag, before, { hold: before.hold, unheld })) === 'written') return view;
  const now = await readHoldFile(context, tag);
  if (now === undefined || now.unheld !== undefined) return undefined;
  throw new SluiceError(
    'race-lost',
    `The hold of "${tag}" was changed by someone else in the meantime: ${describeHold(tag, await viewOfHold(context, tag, now.hold))}.`,
    'Check the current hold, then try again.',
  );
}
