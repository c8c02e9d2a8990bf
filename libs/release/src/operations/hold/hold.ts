import type { HoldResult, HoldPlan } from '@sluice/contract';
import { randomUUID } from 'node:crypto';
import { SluiceError } from '../../errors';
import { holdKey } from '../../keys';
import { assertReasonFits } from '../../metadata/reasons';
import type { ReleaseContext } from '../../context';
import { honorsConditions } from '../../tags/conditions';
import { viewOfHold } from '../../tags/hold';
import { readHoldFile } from '../../tags/hold-file';
import { writeHoldFile } from '../../tags/write-hold-file';
import { assertVersioned } from '../../tags/require-versioning';

/** How often a hold that others place and remove in the meantime is checked again. */
const attempts = 3;

/** What `holdTag` would do. Writes nothing. @throws SluiceError `reason-too-long`, `unfit-bucket` */
export async function planHold(
  context: ReleaseContext,
  { tag }: { tag: string },
  reason?: string,
): Promise<HoldPlan> {
  assertReasonFits({ reason });
  await assertVersioned(context.bucket);
  const key = holdKey(context.prefix, tag);
  const present = await readHoldFile(context, tag);
  if (present === undefined || present.unheld !== undefined) return { tag, key, outcome: 'held' };
  return { tag, key, outcome: 'present', hold: await viewOfHold(context, tag, present.hold) };
}

/**
 * Has `<tag>.hold.json` say that the tag is held, unless it says so already: from then on neither a publish nor a
 * promotion moves the tag. Two who hold at once get one hold, and both learn whose it is.
 * @throws SluiceError `reason-too-long` a reason that is too long for the history; `unfit-bucket` a bucket without versions, where a hold
 * could not be removed either; `contended` when others place and remove holds all the time.
 */
export async function holdTag(
  context: ReleaseContext,
  { tag }: { tag: string },
  reason?: string,
): Promise<HoldResult> {
  assertReasonFits({ reason });
  await assertVersioned(context.bucket);
  await honorsConditions(context);
  const key = holdKey(context.prefix, tag);
  const mine = { reason, actor: context.actor, since: new Date().toISOString(), id: randomUUID() };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const before = await readHoldFile(context, tag);
    if (before !== undefined && before.unheld === undefined)
      return { tag, key, outcome: 'present', hold: await viewOfHold(context, tag, before.hold) };
    if ((await writeHoldFile(context, tag, before, { hold: mine })) === 'written')
      return { tag, key, outcome: 'held', hold: mine };
  }
  throw new SluiceError(
    'contended',
    `"${tag}" was put on hold and released by others ${attempts} times in the meantime.`,
    'Try again.',
  );
}
