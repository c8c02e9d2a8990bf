import type { HoldResult } from '@sluice/contract';
import { randomUUID } from 'node:crypto';
import { SluiceError } from '../../errors';
import { holdKey, shortSha } from '../../keys';
import type { ReleaseContext } from '../../context';
import { stateOfRollback, viewOfHold } from '../../tags/hold';
import { readHoldFile, type HoldRecord, type HoldRollback, type StoredHold } from '../../tags/hold-file';
import { writeHoldFile } from '../../tags/write-hold-file';

/** What became of the wish to hold a tag for a rollback. */
export interface PlacedHold {
  outcome: HoldResult['outcome'];
  /** The id of the hold that does not stand in the way of this very rollback. */
  ownHold?: string;
  /** The file before, as far as the rollback changed it. */
  before?: StoredHold;
  hold: HoldRecord;
  isChanged: boolean;
}

const attempts = 3;

/**
 * A rollback that was killed before it moved the tag has left its hold: whoever runs the same rollback again, or rolls
 * back again where their own rollback came to nothing, continues with it and with the override that was given then.
 */
export async function unfinishedRollbackHold(
  context: ReleaseContext,
  tag: string,
  stored: StoredHold | undefined,
  to: string,
): Promise<{ ownHold?: string; override?: string }> {
  if (stored === undefined || stored.unheld !== undefined) return {};
  const { id, rollback } = stored.hold;
  if (rollback === undefined) return {};
  if (rollback.to !== to && rollback.actor !== context.actor) return {};
  if ((await stateOfRollback(context, tag, rollback)) === 'finished') return {};
  return { ownHold: id, override: rollback.override };
}

/**
 * Whether this person made this very rollback already, which a rerun would take for one that is to go further back.
 * @throws SluiceError `held`
 */
export async function assertNotDone(
  context: ReleaseContext,
  tag: string,
  stored: StoredHold | undefined,
  override: string | undefined,
): Promise<void> {
  const rollback = stored?.unheld === undefined ? stored?.hold.rollback : undefined;
  if (rollback === undefined || rollback.override !== override || rollback.actor !== context.actor) return;
  if ((await stateOfRollback(context, tag, rollback)) !== 'finished') return;
  const from = rollback.from === undefined ? '' : ` from ${shortSha(rollback.from)}`;
  throw new SluiceError(
    'held',
    `"${tag}" was already rolled back${from} to ${shortSha(rollback.to)} and is on hold; nothing was written.`,
    'To go back further, override the hold with a reason.',
  );
}

/** Holds the tag for the rollback. A hold of someone else stays theirs, and says that the rollback bypassed it. */
export async function holdForRollback(
  context: ReleaseContext,
  tag: string,
  intention: HoldRollback,
  ownHold: string | undefined,
): Promise<PlacedHold> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const before = await readHoldFile(context, tag);
    const placed = placing(before, intention, ownHold, context.actor);
    if (!placed.isChanged) return placed;
    if ((await writeHoldFile(context, tag, before, { hold: placed.hold })) === 'written') return placed;
  }
  throw new SluiceError(
    'contended',
    `"${tag}" was put on hold and released by others ${attempts} times during the rollback.`,
    'Try again.',
  );
}

function placing(
  before: StoredHold | undefined,
  intention: HoldRollback,
  ownHold: string | undefined,
  actor: string | undefined,
): PlacedHold {
  if (before === undefined || before.unheld !== undefined) {
    const hold = { actor, since: intention.since, id: randomUUID(), rollback: intention };
    return { outcome: 'held', ownHold: hold.id, hold, isChanged: true };
  }
  const { hold } = before;
  const isOwn = hold.id !== undefined && hold.id === ownHold;
  const { rollback } = hold;
  if (isOwn && rollback?.to === intention.to && rollback.replaces === intention.replaces)
    return { outcome: rollback.overHold === undefined ? 'held' : 'present', ownHold, hold, isChanged: false };
  // Without an override the rules refuse it.
  if (!isOwn && intention.override === undefined)
    return { outcome: 'present', ownHold, hold, isChanged: false };
  const id = hold.id ?? randomUUID();
  const overHold = isOwn ? rollback?.overHold : id;
  const changed = { ...hold, id, rollback: { ...intention, overHold } };
  return {
    outcome: overHold === undefined ? 'held' : 'present',
    ownHold: id,
    before,
    hold: changed,
    isChanged: true,
  };
}

/**
 * Looks whether the tag that was moved is still held. Where somebody has removed the hold while the tag was moved,
 * nothing would keep a publish from moving it on, so it is held again.
 * @returns `placed` itself where nothing has changed.
 */
export async function holdStill(
  context: ReleaseContext,
  tag: string,
  placed: PlacedHold,
  intention: HoldRollback,
): Promise<PlacedHold> {
  const now = await readHoldFile(context, tag);
  if (now === undefined || now.unheld !== undefined)
    return holdForRollback(context, tag, intention, undefined);
  return now.hold.id === placed.hold.id ? placed : { outcome: 'present', hold: now.hold, isChanged: false };
}

/**
 * The rollback was not made: what it said of itself is undone, and a hold that was placed for it is removed.
 * @param what the rollback in the words of the history; `mayBeMade` where only the answer to the move may be lost.
 * @returns whether the tag was held, and is no more.
 */
export async function undoHold(
  context: ReleaseContext,
  tag: string,
  { before, hold, outcome, isChanged }: PlacedHold,
  { what, mayBeMade }: { what: string; mayBeMade: boolean },
): Promise<boolean> {
  if (outcome === 'present' && !isChanged) return false;
  const now = await readHoldFile(context, tag);
  if (now === undefined || now.unheld !== undefined || now.hold.id !== hold.id) return false;
  const { rollback } = now.hold;
  if (mayBeMade && rollback && (await stateOfRollback(context, tag, rollback)) === 'finished') return false;
  if (outcome === 'present' && before !== undefined) {
    await writeHoldFile(context, tag, now, { hold: before.hold });
    return false;
  }
  const { actor, run } = context;
  const unheld = { reason: `not ${what}`, actor, run, since: new Date().toISOString() };
  return (await writeHoldFile(context, tag, now, { hold: now.hold, unheld })) === 'written';
}

export async function heldNow(
  context: ReleaseContext,
  tag: string,
  { outcome, hold }: PlacedHold,
): Promise<HoldResult> {
  const key = holdKey(context.prefix, tag);
  return { tag, key, outcome, hold: await viewOfHold(context, tag, hold) };
}
