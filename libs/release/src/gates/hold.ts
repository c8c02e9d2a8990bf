import { describeHold, viewOfHold } from '../tags/hold';
import { readHoldFile } from '../tags/hold-file';
import type { Gate } from './gate';

/** A tag is held so that nothing moves it; only a rollback may be needed so badly that it says why it must. */
export const holdGate: Gate = {
  name: 'hold',
  label: 'Hold',
  description: 'The tag is not on hold',
  appliesTo: ['promotion', 'rollback'],
  overridableBy: ['rollback'],
  async evaluate({ context, target: { tag }, promotionOptions: { ownHold } }) {
    const stored = await readHoldFile(context, tag);
    if (stored === undefined || stored.unheld !== undefined) return [];
    const { id, rollback } = stored.hold;
    const isOwn = id !== undefined && id === ownHold;
    if (isOwn && rollback?.overHold === undefined) return [];
    const hold = await viewOfHold(context, tag, stored.hold);
    const isUnfinished = hold.rollback?.state === 'unfinished';
    return [
      {
        ok: false,
        explanation: describeHold(tag, hold),
        remedy: `${isUnfinished ? 'Run the rollback again to finish it, or remove' : 'Remove'} the hold from "${tag}" first.`,
      },
    ];
  },
};
