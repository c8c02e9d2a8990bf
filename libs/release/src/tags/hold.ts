import type { HoldView } from '@sluice/contract';
import { shortSha, type Prefix } from '../keys';
import type { Bucket } from '../ports/bucket';
import { readHoldFile, type HoldRecord, type HoldRollback, type Place } from './hold-file';
import { readTag } from './read-tag';

type RollbackState = NonNullable<HoldView['rollback']>['state'];

/** What keeps a tag still now; nothing where nobody holds it. */
export async function readHold(bucket: Bucket, prefix: Prefix, tag: string): Promise<HoldView | undefined> {
  const stored = await readHoldFile({ bucket, prefix }, tag);
  if (stored === undefined || stored.unheld !== undefined) return undefined;
  return viewOfHold({ bucket, prefix }, tag, stored.hold);
}

/** What a hold says at this moment: of a rollback, whether the tag has come to where it goes. */
export async function viewOfHold(place: Place, tag: string, hold: HoldRecord): Promise<HoldView> {
  const { reason, actor, since, id, rollback } = hold;
  if (rollback === undefined) return { reason, actor, since, id };
  const { from, to } = rollback;
  const state = await stateOfRollback(place, tag, rollback);
  const clause = rollbackClause(tag, hold, { from, to, state });
  return {
    reason: [reason, clause].filter(Boolean).join('; '),
    actor,
    since,
    id,
    rollback: { from, to, state },
  };
}

export async function stateOfRollback(
  place: Place,
  tag: string,
  { to, digest, replaces }: HoldRollback,
): Promise<RollbackState> {
  const current = await readTag(place, tag);
  if (current?.object.versionId === replaces) return 'unfinished';
  const isThere =
    digest === undefined ? current?.metadata.commit === to : current?.metadata.digest === digest;
  return isThere ? 'finished' : 'other';
}

function rollbackClause(
  tag: string,
  { actor, rollback }: HoldRecord,
  { from, to, state }: NonNullable<HoldView['rollback']>,
): string {
  const where = `${from === undefined ? '' : ` from ${shortSha(from)}`} to ${shortSha(to)}`;
  const by = rollback?.actor === undefined || rollback.actor === actor ? '' : ` by ${rollback.actor}`;
  const message = {
    finished: `rolled back${by}${where}`,
    unfinished: `a rollback${by}${where} started and is not finished`,
    other: `for a rollback${by}${where}, and "${tag}" was moved elsewhere`,
  }[state];
  return [message, rollback?.reason].filter(Boolean).join(': ');
}

export function describeHold(tag: string, hold: HoldView): string {
  const by = hold.actor === undefined ? '' : ` by ${hold.actor}`;
  const since = hold.since === undefined ? '' : ` since ${hold.since}`;
  const reason = hold.reason === undefined ? '' : `: ${hold.reason}`;
  return `"${tag}" is on hold${by}${since}${reason}`;
}
