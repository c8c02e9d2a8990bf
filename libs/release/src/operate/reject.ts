import { UsageError } from '../errors/errors';
import { archiveKey } from '../keys';
import { resolveSource } from '../promote/source';
import type { ReleaseContext } from '../release-context';
import { readTag } from '../tags/read-tag';
import type { RejectOutcome } from '../views/rejection';
import { fromTags, withoutRejection, withRejection } from './rejection';
import { requireTagRoom } from './tag-text';

/**
 * Marks the archive of a commit, so that every later promotion and rollback refuses it. It is an object tag: the
 * archive stays what it is, no pipeline starts, and a bucket policy can refuse it too.
 * @throws UsageError no reason, one that is too long, or the reference names no commit; FailedError it was never published.
 */
export async function reject(context: ReleaseContext, ref: string, reason?: string): Promise<RejectOutcome> {
  if (reason === undefined || reason.trim() === '') {
    throw new UsageError('A rejection needs a reason.', 'Say why; everybody who is refused will read it.');
  }
  requireTagRoom(reason);
  const { commit, key, tags, environments } = await findArchive(context, ref);
  const present = fromTags(tags);
  if (present !== undefined) return { commit, key, outcome: 'unchanged', rejection: present, environments };
  const marked = withRejection(tags, { reason, actor: context.actor, since: new Date().toISOString() });
  await context.bucket.setTags(key, marked);
  return { commit, key, outcome: 'rejected', rejection: fromTags(marked), environments };
}

/** Takes a rejection back. */
export async function accept(context: ReleaseContext, ref: string): Promise<RejectOutcome> {
  const { commit, key, tags, environments } = await findArchive(context, ref);
  const rejection = fromTags(tags);
  if (rejection === undefined) return { commit, key, outcome: 'unchanged', environments };
  await context.bucket.setTags(key, withoutRejection(tags));
  return { commit, key, outcome: 'accepted', rejection, environments };
}

async function findArchive(context: ReleaseContext, ref: string) {
  const source = await resolveSource(context, ref);
  const commit = source.standsIn ?? source.commit;
  const key = archiveKey(context.prefix, commit);
  const on = await Promise.all(
    context.settings.environments.map(async ({ name, tag }) => ({
      name,
      commit: (await readTag(context, tag))?.metadata.commit,
    })),
  );
  const environments = on.filter((one) => one.commit === commit).map(({ name }) => name);
  return { commit, key, tags: await context.bucket.tags(key), environments };
}
