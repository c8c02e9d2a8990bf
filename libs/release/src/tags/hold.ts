import { holdKey, type Prefix } from '../keys';
import type { Bucket } from '../ports/bucket';
import type { HoldView } from '../views/hold';

const readAtMost = 64 * 1024;

/** A hold that cannot be read still holds: somebody put it there. */
export async function readHold(bucket: Bucket, prefix: Prefix, tag: string): Promise<HoldView | undefined> {
  const object = await bucket.head(holdKey(prefix, tag));
  if (object === undefined) return undefined;
  const bytes = await bucket.read(object.key, object.versionId, 0, Math.min(object.size, readAtMost));
  try {
    const { reason, actor, since, id } = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<
      string,
      unknown
    >;
    const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
    return { reason: text(reason), actor: text(actor), since: text(since), id: text(id) };
  } catch {
    return { since: object.lastModified.toISOString() };
  }
}

export function describeHold(tag: string, hold: HoldView): string {
  const by = hold.actor === undefined ? '' : ` by ${hold.actor}`;
  const since = hold.since === undefined ? '' : ` since ${hold.since}`;
  const reason = hold.reason === undefined ? '' : `: ${hold.reason}`;
  return `"${tag}" is held${by}${since}${reason}`;
}
