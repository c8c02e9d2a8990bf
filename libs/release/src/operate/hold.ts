import { randomUUID } from 'node:crypto';
import { FailedError } from '../errors/errors';
import { holdKey } from '../keys';
import type { ReleaseContext } from '../release-context';
import { honoursConditions } from '../tags/conditions';
import { readHold } from '../tags/hold';
import type { Holding } from '../views/hold';

/**
 * Puts `<tag>.hold.json` there, unless one is there already: from then on neither a publish nor a promotion moves the
 * tag. Two who hold at once get one hold, and both learn whose it is.
 * @throws FailedError when the hold was put there and taken away again meanwhile.
 */
export async function holdTag(
  context: ReleaseContext,
  { tag }: { tag: string },
  reason?: string,
): Promise<Holding> {
  const { bucket, prefix, actor } = context;
  const key = holdKey(prefix, tag);
  const present = (await honoursConditions(context)) ? undefined : await readHold(bucket, prefix, tag);
  if (present !== undefined) return { tag, key, outcome: 'present', hold: present };
  const mine = { reason, actor, since: new Date().toISOString(), id: randomUUID() };
  let failure: unknown;
  const written = await bucket
    .putText(key, `${JSON.stringify(mine, null, 2)}\n`, { kind: 'absent' })
    .catch((error: unknown) => {
      failure = error;
      return { outcome: 'conflict' as const };
    });
  if (written.outcome === 'written') return { tag, key, outcome: 'held', hold: mine };

  // After a lost response, a conflict can be with one's own hold.
  const theirs = await readHold(bucket, prefix, tag);
  if (theirs?.id === mine.id) return { tag, key, outcome: 'held', hold: mine };
  if (failure !== undefined) throw failure;
  if (theirs !== undefined) return { tag, key, outcome: 'present', hold: theirs };
  throw new FailedError(
    `"${tag}" was held and released by somebody else while it was to be held.`,
    'Try again.',
  );
}
