import type { Rejection } from '@sluice/contract';
import { archiveKey } from '../keys';
import type { ReleaseContext } from '../context';
import { fromTag, toTag } from './object-tag-text';

/**
 * The object tag that marks an archive as rejected. A bucket policy can refuse reading such objects
 * (`s3:ExistingObjectTag/deploy-status`), and with that every copy of them.
 */
export const statusTag = { name: 'deploy-status', rejected: 'rejected' };

const reasonTag = 'rejected-reason';
const actorTag = 'rejected-by';
const sinceTag = 'rejected-at';

export async function rejectionOf(
  { bucket, prefix }: Pick<ReleaseContext, 'bucket' | 'prefix'>,
  sha: string,
): Promise<Rejection | undefined> {
  return fromTags(await bucket.tags(archiveKey(prefix, sha)));
}

export function fromTags(tags: Readonly<Record<string, string>>): Rejection | undefined {
  if (tags[statusTag.name] !== statusTag.rejected) return undefined;
  const text = (name: string) => {
    const value = tags[name];
    return value === undefined ? undefined : fromTag(value);
  };
  return { reason: text(reasonTag), actor: text(actorTag), since: text(sinceTag) };
}

/** The tags of an archive with a rejection among them; tags that others put there stay. */
export function withRejection(tags: Readonly<Record<string, string>>, rejection: Rejection) {
  const all: Record<string, string> = { ...withoutRejection(tags), [statusTag.name]: statusTag.rejected };
  const values = { [reasonTag]: rejection.reason, [actorTag]: rejection.actor, [sinceTag]: rejection.since };
  for (const [name, value] of Object.entries(values)) {
    const text = toTag(value ?? '');
    if (text !== '') all[name] = text;
  }
  return all;
}

export function withoutRejection(tags: Readonly<Record<string, string>>): Record<string, string> {
  const own = [statusTag.name, reasonTag, actorTag, sinceTag];
  return Object.fromEntries(Object.entries(tags).filter(([name]) => !own.includes(name)));
}

export function describeRejection({ reason, actor, since }: Rejection): string {
  const by = actor === undefined ? '' : ` by ${actor}`;
  const at = since === undefined ? '' : ` at ${since}`;
  return `it was rejected${by}${at}${reason === undefined ? '' : `: ${reason}`}`;
}
