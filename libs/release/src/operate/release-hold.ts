import { RaceLostError } from '../errors/errors';
import { holdKey, latestTag, shortSha } from '../keys';
import { requireRoom } from '../metadata/reasons';
import { decideLatest } from '../publish/latest-decision';
import type { ReleaseContext } from '../release-context';
import { authorOf } from '../tags/author';
import { describeHold, viewOfHold } from '../tags/hold';
import { readHoldFile, writeHoldFile } from '../tags/hold-file';
import { moveTag } from '../tags/move-tag';
import { readArchive, readTag } from '../tags/read-tag';
import { requireVersioning } from '../tags/require-versioning';
import type { HoldRelease, HoldView } from '../views/hold';
import { newestWelcome } from './newest-published';

/** How often a `latest` that somebody else keeps moving is looked at anew. */
const attempts = 5;

/**
 * Removes a hold: `<tag>.hold.json` says from then on who removed it, and why. The commits that were published while `latest` was held are waiting: it moves on to the newest of
 * them. Other tags are moved by promotions alone, so they stay where they are.
 *
 * Released twice, or released by somebody else in between, `latest` is brought up all the same: a run that was killed
 * between the two steps is completed by the next one.
 * @throws UsageError a reason that is too long for the history; RaceLostError when somebody placed another hold meanwhile, or when `latest` never held still, the hold
 * is lifted then.
 */
export async function releaseHold(
  context: ReleaseContext,
  { tag }: { tag: string },
  reason?: string,
): Promise<HoldRelease> {
  requireRoom({ reason });
  await requireVersioning(context.bucket);
  const key = holdKey(context.prefix, tag);
  const hold = await unhold(context, tag, reason);
  const outcome = hold === undefined ? 'absent' : 'released';
  return { tag, key, outcome, hold, moved: tag === latestTag ? await catchUp(context, reason) : undefined };
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
  throw new RaceLostError(
    `The hold of "${tag}" was changed by somebody else while it was to be removed: ${describeHold(tag, await viewOfHold(context, tag, now.hold))}.`,
    'Look at the hold that is there now, then try again.',
  );
}

async function catchUp(context: ReleaseContext, reason?: string): Promise<HoldRelease['moved']> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const from = (await readTag(context, latestTag))?.metadata.commit;
    const commit = await newestWelcome(context, from);
    const archive = commit === undefined ? undefined : await readArchive(context, commit);
    if (commit === undefined || archive === undefined) return undefined;
    const decision = await decideLatest(context, commit, archive.metadata.digest ?? '', false);
    // Rejected a moment ago: another may be the newest now.
    if (decision.action === 'keep' && decision.why === 'rejected') continue;
    if (decision.action === 'keep') return undefined;
    const move = await moveTag(context, latestTag, archive.object, decision.from?.object, {
      commit,
      digest: archive.metadata.digest ?? '',
      subject: archive.metadata.subject,
      author: await authorOf(context, { ...archive.metadata, commit }),
      committedAt: archive.metadata.committedAt,
      actor: context.actor,
      run: context.run,
      previous: from,
      operation: 'unhold',
      reason: reason ?? 'the hold was released',
    });
    if (move.outcome === 'moved') return { from, commit, versionId: move.object.versionId };
    const why = `${move.by ?? 'somebody else'} moved it, so ${shortSha(commit)} may not be the newest`;
    context.report({ kind: 'retrying', key: latestTag, why });
  }
  throw new RaceLostError(
    `The hold is released, but "latest" was moved by others ${attempts} times meanwhile.`,
    'Release it once more to bring it to the newest published commit.',
  );
}
