import type { LatestMove } from '@sluice/contract';
import { SluiceError } from '../errors';
import { latestTag, shortSha, tagKey } from '../keys';
import type { ReleaseContext } from '../context';
import { authorOf } from '../tags/author';
import { describeHold, readHold } from '../tags/hold';
import { moveTag } from '../tags/move-tag';
import type { Stored } from '../tags/read-tag';
import type { MoveOperation } from '@sluice/contract';
import { readLine } from './line';
import { newestPromotable, type Promotable } from './promotable';
import type { Newest, Register } from './register';

/** How often a `latest` that somebody else keeps moving is looked at anew. */
const attempts = 10;

/** What became of `latest`. */
export interface Convergence {
  /** What the register names; nothing while nothing was published. */
  newest?: Newest;
  /** What is on the tag. */
  tag?: Stored;
  /** Why it stays where it is, whatever the register names. */
  hold?: string;
  promotable?: Promotable;
  moved?: LatestMove;
}

/**
 * Brings `latest` to the newest commit that was published and may come, from wherever it is, and looks again after every
 * move until there is nothing left to move: so whoever ends last leaves it right, and what one who died has left undone
 * is done by the next. A tag that has the content already is not written, because every version of it starts a pipeline.
 * @param known the register as it was read or written last.
 * @param operation what moves the tag, for the history.
 * @param force a commit that comes whatever the tag names, once the register names it.
 * @param reasonFor what the history says of a move to this commit.
 * @throws SluiceError `ancestry-unknown` when this clone cannot tell how the tag stands to it; `race-lost` when `latest` never held still.
 */
export async function convergeLatest(
  context: ReleaseContext,
  {
    known,
    operation = 'publish',
    force,
    reasonFor,
  }: {
    known?: Register;
    operation?: MoveOperation;
    force?: string;
    reasonFor?: (commit: string) => string | undefined;
  } = {},
): Promise<Convergence> {
  let moved: LatestMove | undefined;
  let register = known;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const hold = await readHold(context.bucket, context.prefix, latestTag);
    const line = await readLine(context, register);
    register = line.register;
    const { tag, newest } = line;
    if (newest === undefined) return { moved };
    if (hold !== undefined) return { newest, tag, hold: describeHold(latestTag, hold), moved };
    const promotable = await newestPromotable(context, newest, tag, force === newest.commit);
    const { archive, isCurrent } = promotable;
    if (archive === undefined || isCurrent) return { newest, tag, promotable, moved };
    const from = tag?.metadata.commit;
    const { sha: commit, metadata } = archive;
    const move = await moveTag(context, latestTag, archive.object, tag?.object, {
      commit,
      digest: metadata.digest ?? '',
      project: metadata.project,
      subject: metadata.subject,
      author: await authorOf(context, { ...metadata, commit }),
      committedAt: metadata.committedAt,
      actor: context.actor,
      run: context.run,
      previous: from,
      operation,
      reason: reasonFor?.(commit),
    });
    if (move.outcome === 'moved') {
      moved = { from: moved?.from ?? from, commit, versionId: move.object.versionId };
    } else {
      const key = tagKey(context.prefix, latestTag);
      context.report({ kind: 'retrying', key, why: `${move.by ?? 'somebody else'} moved it meanwhile` });
    }
  }
  const waiting = register?.newest === undefined ? 'it' : shortSha(register.newest.commit);
  throw new SluiceError(
    'race-lost',
    `"latest" was moved by others ${attempts} times while ${waiting} waited for its turn.`,
    'Publish again; the archive itself is published.',
  );
}
