import type { RejectOutcome } from '@sluice/contract';
import { appendTo, newestOf } from '../../activity/log';
import { SluiceError } from '../../errors';
import { archiveKey, rejectionsKey } from '../../keys';
import { assertReasonFits } from '../../metadata/reasons';
import { resolveSource } from '../../archives/resolve-source';
import type { ReleaseContext } from '../../context';
import { unlessUnreadable } from '../../places/unreadable';
import { readTag } from '../../tags/read-tag';
import { fromTags, withoutRejection, withRejection } from '../../archives/rejection';
import { assertTagValueFits } from '../../archives/object-tag-text';

/**
 * Marks the archive of a commit, so that every later promotion and rollback refuses it. It is an object tag: the
 * archive stays what it is, no pipeline starts, and a bucket policy can refuse it too. Object tags have no history, so
 * that a log beside the archives keeps who did it and why; one that was killed before it wrote there is completed by
 * the next.
 * @throws SluiceError `reason-missing`, `reason-too-long` or `unknown-revision` no reason, one that is too long, or the reference names no commit; `not-published` it was not published.
 */
export async function reject(context: ReleaseContext, ref: string, reason?: string): Promise<RejectOutcome> {
  assertRejectionReason(reason);
  const { commit, key, tags, environments } = await findArchive(context, ref);
  const present = fromTags(tags);
  if (present !== undefined) {
    if (present.actor === context.actor && (await lastSaid(context, commit)) !== 'reject')
      await note(context, 'reject', commit, present.reason);
    return { commit, key, outcome: 'unchanged', rejection: present, environments };
  }
  const marked = withRejection(tags, { reason, actor: context.actor, since: new Date().toISOString() });
  await context.bucket.setTags(key, marked);
  await note(context, 'reject', commit, reason);
  return { commit, key, outcome: 'rejected', rejection: fromTags(marked), environments };
}

/** @throws SluiceError `reason-missing`; `reason-too-long` for what keeps it beside the archive. */
export function assertRejectionReason(reason: string | undefined): asserts reason is string {
  if (reason === undefined || reason.trim() === '') {
    throw new SluiceError(
      'reason-missing',
      'A rejection requires a reason.',
      'Enter a reason; it is shown when a promotion is refused.',
    );
  }
  assertTagValueFits(reason);
}

/** Takes a rejection back. @throws SluiceError `reason-too-long` a reason that is too long for the history, and as `reject` does. */
export async function accept(context: ReleaseContext, ref: string, reason?: string): Promise<RejectOutcome> {
  assertReasonFits({ reason });
  const { commit, key, tags, environments } = await findArchive(context, ref);
  const rejection = fromTags(tags);
  if (rejection === undefined) {
    if ((await lastSaid(context, commit)) === 'reject') await note(context, 'undo-reject', commit, reason);
    return { commit, key, outcome: 'unchanged', environments };
  }
  await context.bucket.setTags(key, withoutRejection(tags));
  await note(context, 'undo-reject', commit, reason);
  return { commit, key, outcome: 'accepted', rejection, environments };
}

function note(
  context: ReleaseContext,
  kind: 'reject' | 'undo-reject',
  commit: string,
  reason: string | undefined,
): Promise<void> {
  return appendTo(context, rejectionsKey(context.prefix), { kind, commit, reason });
}

async function lastSaid({ bucket, prefix }: ReleaseContext, commit: string): Promise<string | undefined> {
  const found = await newestOf(bucket, rejectionsKey(prefix), (record) => record.commit === commit);
  return found?.record.kind;
}

async function findArchive(context: ReleaseContext, ref: string) {
  const source = await resolveSource(context, ref);
  const commit = source.servedBy ?? source.commit;
  const key = archiveKey(context.prefix, commit);
  const on = await Promise.all(
    context.settings.environments.map((environment) =>
      unlessUnreadable<{ name: string; commit?: string }>(
        environment,
        async () => ({
          name: environment.name,
          commit: (await readTag(context, environment.tag))?.metadata.commit,
        }),
        () => ({ name: environment.name }),
      ),
    ),
  );
  const environments = on.filter((one) => one.commit === commit).map(({ name }) => name);
  return { commit, key, tags: await context.bucket.tags(key), environments };
}
